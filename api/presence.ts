import type { EventEmitter } from 'node:events';
import { OrderSagaError } from '../domain/errors.ts';

/** A caller that has taken nothing for so long is cut off: twice as long as a stream is ever quiet. */
export const STALLED_MS = 30_000;

/** A key that was revoked, or a token that is out of date, reads no longer than this. */
const LOOK_AGAIN_MS = 30_000;

/**
 * Aborted when a connection that stays closes, or its caller may not be there any more.
 * @param letIn asks again who calls; an OrderSagaError that is no outage ends it
 */
export function presenceOf(connection: EventEmitter, letIn: () => Promise<unknown>): AbortSignal {
  const gone = new AbortController();
  const timer = setInterval(() => {
    letIn().catch((error: unknown) => {
      if (error instanceof OrderSagaError && error.code !== 'dependency_unavailable') gone.abort(error);
    });
  }, LOOK_AGAIN_MS);
  connection.once('close', () => {
    clearInterval(timer);
    gone.abort();
  });
  return gone.signal;
}
