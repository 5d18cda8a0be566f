import { type ServiceError, status } from '@grpc/grpc-js';
import { isGrpcServiceError } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';

const BuildIds = defineSearchAttributeKey('BuildIds', SearchAttributeType.KEYWORD_LIST);

/**
 * The server's own search attribute BuildIds. It writes it when a workflow's first task is completed, and so a second
 * visibility record for each workflow. The worker of an eager start is in this process: what the server will write is known,
 * and where it stands there from the start, nothing is left to write.
 */
export class KnownBuildIds {
  #value: string[] | undefined;

  /** The build id of the worker that shares the client's connection. */
  learn(buildId: string | undefined): void {
    // As the server puts it for a worker without deployment versioning.
    this.#value = buildId === undefined ? undefined : ['unversioned', `unversioned:${buildId}`];
  }

  /** A server may refuse it some day (its source says so): then it is left out, from that start on. */
  async start<T>(start: (attributes: SearchAttributePair[]) => Promise<T>): Promise<T> {
    if (this.#value === undefined) return await start([]);
    try {
      return await start([{ key: BuildIds, value: this.#value }]);
    } catch (error) {
      const cause = isGrpcServiceError(error) ? error : Object(error).cause;
      if (!isGrpcServiceError(cause) || !isAbout(BuildIds.name, cause)) throw error;
      this.#value = undefined;
      return await start([]);
    }
  }
}

function isAbout(attribute: string, { code, details }: ServiceError): boolean {
  return code === status.INVALID_ARGUMENT && details.includes(attribute);
}
