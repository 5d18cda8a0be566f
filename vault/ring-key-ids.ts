import { randomBytes } from 'node:crypto';

/** By its day, so that people see how old a key is. */
export function newKeyId(createdAt: Date): string {
  return `ring-${createdAt.toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`;
}
