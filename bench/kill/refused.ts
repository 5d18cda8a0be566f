import { decisionsOf } from './answers.ts';
import type { Kill } from './drive.ts';
import type { Purchase } from './purchases.ts';

/** Of orders with nothing wrong with them: more than a busy machine's own timeouts bring. */
const MOST_REFUSED = 0.02;

export interface Healthy {
  orders: number;
  /** Answered that somebody was out of reach too long. */
  refused: number;
}

/**
 * Orders that should be confirmed, whoever dies. Left out are those that were killed while they were tried patiently: the
 * window for their payment may pass before the next process is up.
 */
export function healthyOrders(purchases: readonly Purchase[], kills: readonly Kill[]): Healthy {
  const patient = new Set(kills.flatMap(({ at, chosen }) => (at?.gear === 'patient' && chosen ? [chosen] : [])));
  const healthy = purchases.filter((one) => one.kind === 'visa' && !patient.has(one));
  const refused = healthy.filter(({ answers }) => decisionsOf(answers)[0]?.status === 503);
  return { orders: healthy.length, refused: refused.length };
}

/** One that is refused is told the truth; many of them, and a step cannot be taken a second time. */
export function tooManyRefused({ orders, refused }: Healthy): string[] {
  return refused > orders * MOST_REFUSED ? [`${refused} of ${orders} orders with nothing wrong were refused`] : [];
}
