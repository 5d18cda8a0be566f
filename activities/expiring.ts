import type { Db } from '../db/client.ts';
import { listOrders, type OrderFilter } from '../db/order-lists.ts';
import type { Position } from '../db/positions.ts';
import { expiresSoon } from '../domain/authorizations.ts';
import { nextMove } from '../domain/money-moves.ts';
import { heldBy } from '../domain/order.ts';

/** The shortest that cards are held for is days: of what is younger than this, nothing is in its last seventh. */
const YOUNG_MS = 12 * 60 * 60 * 1000;
const PAGE = 200;

/** Orders for which something is still to be paid. */
const OPEN: NonNullable<OrderFilter['statuses']> = ['PROCESSING', 'PARTIALLY_SHIPPED', 'ON_HOLD', 'SHIPPED'];

/**
 * Orders that need an authorization which is in the last seventh of its life, or hold one in vain. It reads all open orders
 * that are older than `youngMs`, and no others, off the index of the lists.
 */
export async function* expiring(db: Db, youngMs = YOUNG_MS): AsyncGenerator<string> {
  const now = new Date();
  const createdTo = new Date(now.getTime() - youngMs);
  let after: Position | undefined;
  do {
    const page = await listOrders(db, { statuses: OPEN, createdTo }, PAGE, after);
    for (const order of page) {
      const isExpiring = order.authorizations.some((one) => heldBy(one) > 0 && expiresSoon(one, now));
      if (isExpiring && nextMove(order, now)) yield order.id;
    }
    const last = page.length < PAGE ? undefined : page.at(-1);
    after = last && { createdAt: new Date(last.createdAt), id: last.id };
  } while (after);
}
