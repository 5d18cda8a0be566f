import type { Payment, Placed } from '../load/messages.ts';

/** The answer that an order deserves where the simulators are the world: a late authorization is asked for again. */
const EXPECTED: Record<Payment, number> = { approved: 201, declined: 402, 'timed-out': 201 };

export function notAsExpected(placed: readonly Placed[]): string[] {
  return placed
    .filter(({ payment, status }) => status !== EXPECTED[payment])
    .map(({ key, payment, status }) => `${key} (${payment}) was answered ${status}`);
}
