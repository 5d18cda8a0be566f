import { createHash } from 'node:crypto';
import pRetry from 'p-retry';
import { leaveLease, takeLease } from '../db/change-leases.ts';
import type { Db } from '../db/client.ts';
import { ERRORS, OrderSagaError } from '../domain/errors.ts';
import type { Answer } from './routes.ts';

/**
 * The ETag of something at a version.
 * @param shown what is shown of it, where a part of that moves without a new version: it is then another tag, but the same one
 *   to If-Match
 */
export function entityTag(version: number, shown?: unknown): string {
  if (shown === undefined) return `"${version}"`;
  const digest = createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16);
  return `"${version}-${digest}"`;
}

/**
 * If-Match (RFC 9110, 13.1.1): what the caller has seen must be what is there now. A weak tag is never the same, and a header
 * that is no list of tags names none. Call it under the lock of what is about to change: of two that come with one tag, one is to win.
 * @param current null: there is nothing yet
 * @throws OrderSagaError `version_mismatch`, with the current version
 */
export function assertMatching(ifMatch: string | undefined, current: { version: number } | null): void {
  if (ifMatch === undefined) return;
  if (current === null) throw new OrderSagaError('version_mismatch', 'There is nothing yet', { version: null });
  const { version } = current;
  if (ifMatch === '*' || strongTags(ifMatch).some((tag) => tag === `${version}` || tag.startsWith(`${version}-`)))
    return;
  throw new OrderSagaError('version_mismatch', `It is at version ${version}`, { version });
}

/** A tag may have a comma in it. */
const TAG = /(W\/)?"([!#-~\x80-\xff]*)"/g;

function strongTags(list: string): string[] {
  if (!/^[\s,]*$/.test(list.replaceAll(TAG, ''))) return [];
  return [...list.matchAll(TAG)].flatMap(([, weak, tag]) => (weak === undefined && tag !== undefined ? [tag] : []));
}

/** How long one waits for another's change, and how often it looks. */
const TURN = { retries: Infinity, maxRetryTime: 5_000, minTimeout: 20, maxTimeout: 200 };

/**
 * For changes of what must still be as it was seen: of two with one tag one wins, and the other one sees what that has changed.
 * One that is not over when it is answered holds the order until its lease ends.
 * @throws OrderSagaError `dependency_unavailable` where its turn does not come
 */
export async function oneAtATime(
  db: Db,
  { orderId, holder }: { orderId: string; holder: string },
  change: () => Promise<Answer>,
): Promise<Answer> {
  await pRetry(async () => {
    if (!(await takeLease(db, orderId, holder)))
      throw new OrderSagaError('dependency_unavailable', 'Another change of the order is under way', { orderId });
  }, TURN);
  let isOpen = false;
  try {
    const answer = await change();
    isOpen = answer.status === 202;
    return answer;
  } catch (error) {
    isOpen = !(error instanceof OrderSagaError) || ERRORS[error.code].retryable;
    throw error;
  } finally {
    if (!isOpen) await leaveLease(db, orderId, holder);
  }
}
