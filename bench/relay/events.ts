import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../../db/client.ts';
import { newId } from '../../db/ids.ts';
import { insertRows } from '../../db/one-statement.ts';
import { tell } from '../../db/order-events.ts';
import { outbox } from '../../db/schema.ts';
import type { OrderEvent } from '../../domain/events.ts';
import type { PlacedOrder } from '../../domain/order.ts';
import { ADDRESS } from '../load/catalogue.ts';

/** At a time, into the outbox. */
const CHUNK = 2_000;

/** The public events of an order's life, and how many of them are wanted: created, shipped, delivered. */
export function outboxRowsOf(id: string, events: 1 | 2 | 3): Record<string, unknown>[] {
  const order = placed(id);
  const shipment = {
    id: 'parcel-1',
    status: 'SHIPPED' as const,
    carrier: 'dhl',
    trackingNumber: 'D-123456789',
    lines: order.lines.map(({ id: lineId, quantity }) => ({ lineId, quantity })),
  };
  const life: OrderEvent[] = [
    { type: 'order.placed', data: { order } },
    { type: 'stock.reserved', data: { reservations: [] } },
    { type: 'order.confirmed', data: { authorized: order.total } },
    { type: 'order.shipped', data: { eventId: `${id}-shipped`, shipment } },
    { type: 'order.delivered', data: { eventId: `${id}-delivered`, shipmentId: shipment.id } },
  ];
  return tell(null, life.slice(0, 2 + events)).outbox;
}

export async function insertIntoOutbox(db: Db | Tx, rows: readonly Record<string, unknown>[]): Promise<void> {
  const document = JSON.stringify({ outbox: rows });
  await db.execute(
    sql`with input as materialized (select ${document}::json as document) ${insertRows(outbox, 'outbox')}`,
  );
}

/** Three events of each order. */
export async function fillOutbox(db: Db, events: number): Promise<void> {
  let rows: Record<string, unknown>[] = [];
  for (let n = 0; n < events; n += 3) {
    rows.push(...outboxRowsOf(newId(), 3).slice(0, events - n));
    if (rows.length < CHUNK && n + 3 < events) continue;
    await insertIntoOutbox(db, rows);
    rows = [];
  }
}

function placed(id: string): PlacedOrder {
  const lines = [1, 2].map((n) => ({
    id: `line-${n}`,
    sku: `SKU-${n}`,
    quantity: 2,
    unitPrice: 1299,
    total: 2598,
    shipped: 0,
    canceled: 0,
    returned: 0,
  }));
  return {
    id,
    storefront: 'us',
    customerId: 'cus_bench',
    email: null,
    locale: null,
    reference: 'bench',
    currency: 'USD',
    lines,
    charges: [],
    total: 5196,
    shippingAddress: ADDRESS,
    billingAddress: null,
    metadata: {},
  };
}
