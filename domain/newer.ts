import type { OrderStatus } from './states.ts';

/** Where more is known of an order than a database that was restored has. */
export const NEWER_PLACES = ['workflow', 'payment', 'events'] as const;
export type NewerPlace = (typeof NEWER_PLACES)[number];

export interface Newer {
  orderId: string;
  place: NewerPlace;
  /** As the restored database has it; null where it has no such order. */
  status: OrderStatus | null;
  /** Both sides of it, in words; nothing personal. */
  detail: string;
}

/** What others have heard of an order: how many public events it has had, and which was the last. */
export interface Heard {
  orderId: string;
  sequence: number;
  type: string;
}

/** Of each order the last event; events come in any order, and more than once. */
export function lastHeard(events: Iterable<Heard>): Map<string, Heard> {
  const last = new Map<string, Heard>();
  for (const event of events) {
    if (event.sequence > (last.get(event.orderId)?.sequence ?? 0)) last.set(event.orderId, event);
  }
  return last;
}
