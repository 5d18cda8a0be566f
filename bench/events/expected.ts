import type postgres from 'postgres';
import type { Payment, Placed } from '../load/messages.ts';

/** The answer that an order deserves where the simulators are the world: a late authorization is asked for again. */
const EXPECTED: Record<Payment, number> = { approved: 201, declined: 402, 'timed-out': 201 };

export function notAsExpected(placed: readonly Placed[]): Placed[] {
  return placed.filter(({ payment, status }) => status !== EXPECTED[payment]);
}

/** What tells to wait: an order that is not decided yet, and to a repeat that the first one is not. */
export const WAIT: readonly number[] = [202, 409];

/** Whoever was told to wait got in the end what the order deserved; nobody was told anything else. */
export async function answerViolations(sql: postgres.Sql, placed: readonly Placed[]): Promise<string[]> {
  const rows = await sql<{ id: string; cancel_reason: string | null }[]>`select id, cancel_reason from orders`;
  const reasons = new Map(rows.map(({ id, cancel_reason: reason }) => [id, reason]));
  return placed.flatMap(({ key, payment, status, orderId }) => {
    const reason = reasons.get(orderId ?? '');
    const isRight = payment === 'declined' ? reason === 'payment_declined' : reason === null || reason === 'requested';
    if ((WAIT.includes(status) || status === EXPECTED[payment]) && isRight) return [];
    return [`${key} (${payment}) was answered ${status}, and ended with ${String(reason)}`];
  });
}
