import { randomBytes } from 'node:crypto';

/** Roles may ask KMS for keys of the ring alone: infra/permissions.ts. */
export const RING_KEY_PREFIX = 'ring-';

/** By its day, so that people see how old a key is. */
export function newKeyId(createdAt: Date): string {
  return `${RING_KEY_PREFIX}${createdAt.toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`;
}

export const isRingKeyId = (id: string) => id.startsWith(RING_KEY_PREFIX);
