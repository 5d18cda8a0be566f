import { randomInt } from 'node:crypto';
import { ulid } from 'ulid';

const STEPS = 2 ** 32;

/** ulid by itself asks the system for every letter anew; randomInt keeps random bytes in store. */
function random(): number {
  return randomInt(STEPS) / STEPS;
}

/** A new ULID. */
export function newId(): string {
  return ulid(undefined, random);
}
