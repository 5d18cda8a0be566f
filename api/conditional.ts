import { createHash } from 'node:crypto';
import { OrderSagaError } from '../domain/errors.ts';

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
