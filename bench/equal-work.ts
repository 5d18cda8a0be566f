import { eq, inArray } from 'drizzle-orm';
import { connect } from '../db/client.ts';
import { orderEvents, orderLines, orders, payments, reservations } from '../db/schema.ts';
import { VARIANTS, type Variant } from './servers.ts';

/**
 * What each variant left in the database, per order: its events by type, and how many rows it has where. The outbox row
 * goes when it is published; `publicSequence` says that there was one.
 * @throws Error when the variants did not do the same
 */
export async function assertEqualWork(url: string, referenceOf: (variant: Variant) => string): Promise<string> {
  const database = connect(url, { max: 1 });
  try {
    const found = new Map<Variant, string>();
    for (const variant of VARIANTS) {
      const rows = await database.db
        .select({ id: orders.id, status: orders.status, outbox: orders.publicSequence, payment: orders.paymentStatus })
        .from(orders)
        .where(eq(orders.reference, referenceOf(variant)));
      const ids = rows.map(({ id }) => id);
      const [events, lines, paid, held] = await Promise.all([
        database.db.select().from(orderEvents).where(inArray(orderEvents.orderId, ids)).orderBy(orderEvents.version),
        database.db.select().from(orderLines).where(inArray(orderLines.orderId, ids)),
        database.db.select().from(payments).where(inArray(payments.orderId, ids)),
        database.db.select().from(reservations).where(inArray(reservations.orderId, ids)),
      ]);
      const shapes = rows.map(({ id, status, outbox, payment }) =>
        [
          `${status}, payment ${payment}`,
          events.flatMap(({ orderId, type }) => (orderId === id ? [type] : [])).join(' > '),
          `${of(lines, id)} line(s)`,
          `${of(held, id)} reservation(s)`,
          `${of(paid, id)} payment(s)`,
          `${outbox} public event(s)`,
        ].join('; '),
      );
      const distinct = [...new Set(shapes)];
      if (distinct.length !== 1) throw new Error(`orders of ${variant} differ: ${distinct.join(' | ') || 'none'}`);
      found.set(variant, distinct.join(''));
    }
    const distinct = [...new Set(found.values())];
    if (distinct.length !== 1) throw new Error(`the variants did not do the same: ${JSON.stringify([...found])}`);
    return distinct.join('');
  } finally {
    await database.close();
  }
}

function of(rows: readonly { orderId: string }[], id: string): number {
  return rows.filter(({ orderId }) => orderId === id).length;
}
