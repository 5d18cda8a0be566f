import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { type Client, isGrpcServiceError } from '@temporalio/client';

/** The Worker Deployment that all workers of the shop are versions of. */
export const DEPLOYMENT = 'order-saga';

/** How many of a hundred workflow tasks go to the new version, step by step; then it is the current one. */
export const STEPS = [1, 10, 100] as const;

export interface Rollout {
  buildId: string;
  /** For so long each step is watched. */
  holdMs: number;
  /** How often it is looked while it is. */
  everyMs: number;
  /** False: it goes back. */
  isWell: () => Promise<boolean>;
  onStep: (text: string) => void;
}

/**
 * Gives a version of the workers more and more of the work, and takes all of it back as soon as something is not well. What
 * it has had by then goes on where it was before: orders move with the version (AUTO_UPGRADE).
 * @returns whether it is the current version now
 */
export async function rollOut(client: Client, { buildId, holdMs, everyMs, isWell, onStep }: Rollout): Promise<boolean> {
  await untilPolled(client, buildId, holdMs, everyMs);
  const staysWell = async () => {
    for (const end = Date.now() + holdMs; ; await sleep(everyMs)) {
      if (!(await isWell())) return false;
      if (Date.now() >= end) return true;
    }
  };
  if ((await currentVersion(client)) === null) {
    // The first one there is: nobody to share with, and nobody to go back to.
    await setCurrent(client, buildId);
    onStep('it is the first version: it has everything');
    return await staysWell();
  }
  for (const percentage of STEPS) {
    await setRamping(client, buildId, percentage);
    onStep(`${percentage} % go to ${buildId}`);
    if (await staysWell()) continue;
    await setRamping(client, '', 0);
    onStep('something is not well: everything goes back');
    return false;
  }
  await setCurrent(client, buildId);
  onStep(`${buildId} is the current version`);
  return true;
}

/** @throws where no worker of this version has come by then: what is sent to it would wait for nobody */
async function untilPolled(client: Client, buildId: string, withinMs: number, everyMs: number): Promise<void> {
  for (const end = Date.now() + withinMs; ; await sleep(everyMs)) {
    const found = await describe(client);
    if (found?.versionSummaries?.some(({ deploymentVersion }) => deploymentVersion?.buildId === buildId)) return;
    if (Date.now() >= end) throw new Error(`no worker of version ${buildId} is there`);
  }
}

/** The version that has the orders; null before there is one. */
export async function currentVersion(client: Client): Promise<string | null> {
  return (await describe(client))?.routingConfig?.currentDeploymentVersion?.buildId || null;
}

async function describe(client: Client) {
  try {
    const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
      namespace: client.options.namespace,
      deploymentName: DEPLOYMENT,
    });
    return workerDeploymentInfo;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === status.NOT_FOUND) return undefined;
    throw error;
  }
}

async function setRamping(client: Client, buildId: string, percentage: number): Promise<void> {
  await client.workflowService.setWorkerDeploymentRampingVersion({
    namespace: client.options.namespace,
    deploymentName: DEPLOYMENT,
    buildId,
    percentage,
    identity: client.options.identity,
  });
}

async function setCurrent(client: Client, buildId: string): Promise<void> {
  await client.workflowService.setWorkerDeploymentCurrentVersion({
    namespace: client.options.namespace,
    deploymentName: DEPLOYMENT,
    buildId,
    identity: client.options.identity,
  });
}
