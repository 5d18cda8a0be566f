import type postgres from 'postgres';
import type { Payment, Placed } from '../load/messages.ts';

/** The answer that an order deserves where the simulators are the world: a late authorization is asked for again. */
const EXPECTED: Record<Payment, number> = { approved: 201, declined: 402, 'timed-out': 201 };

export function notAsExpected(placed: readonly Placed[]): Placed[] {
  return placed.filter(({ payment, status }) => status !== EXPECTED[payment]);
}

/** Whoever was told to wait (202) got in the end what the order deserved; nobody was told anything else. */
export async function answerViolations(sql: postgres.Sql, placed: readonly Placed[]): Promise<string[]> {
  const rows = await sql<{ id: string; cancel_reason: string | null }[]>`select id, cancel_reason from orders`;
  const reasons = new Map(rows.map(({ id, cancel_reason: reason }) => [id, reason]));
  return placed.flatMap(({ key, payment, status, orderId }) => {
    const reason = reasons.get(orderId ?? '');
    // Who was told to wait gets what stands by then, and thought again in the meantime.
    if (status === 409 && reason === 'requested') return [];
    const isRight = payment === 'declined' ? reason === 'payment_declined' : reason === null || reason === 'requested';
    if ((status === 202 || status === EXPECTED[payment]) && isRight) return [];
    return [`${key} (${payment}) was answered ${status}, and ended with ${String(reason)}`];
  });
}
