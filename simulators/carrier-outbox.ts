import { z } from 'zod';
import { ulid } from 'ulid';
import { Lines } from './shipments.ts';
import type { Store } from './store.ts';

const Row = z.object({
  id: z.string(),
  type: z.enum(['order.shipped', 'order.delivered']),
  time: z.int(),
  shipment_id: z.string(),
  order_id: z.string(),
  storefront: z.string().nullable(),
  carrier: z.string(),
  tracking_number: z.string(),
  lines: z.string().transform((json) => Lines.parse(JSON.parse(json))),
});

/** One thing that happened to a parcel and that has not been published yet. Its id stays the same however often it is sent. */
export type CarrierEvent = z.infer<typeof Row>;

export type CarrierOutbox = {
  /** Ships and delivers what is due: the change and its event are one transaction. */
  move(now: number): void;
  /** The oldest events that are still to be published. */
  waiting(limit: number): CarrierEvent[];
  published(ids: readonly string[]): void;
};

export function createCarrierOutbox(store: Store, deliverAfterMs: number): CarrierOutbox {
  const toShip = store.db.prepare(`SELECT id FROM shipments
    WHERE ship_at <= ? AND shipped_at IS NULL AND canceled_at IS NULL AND ship_at IS NOT NULL ORDER BY ship_at`);
  const toDeliver = store.db.prepare(`SELECT id FROM shipments
    WHERE deliver_at <= ? AND delivered_at IS NULL AND deliver_at IS NOT NULL ORDER BY deliver_at`);
  const ship = store.db.prepare('UPDATE shipments SET shipped_at = ?, deliver_at = ? WHERE id = ?');
  const deliver = store.db.prepare('UPDATE shipments SET delivered_at = ? WHERE id = ?');
  const tell = store.db.prepare('INSERT INTO carrier_outbox (id, type, shipment_id, time) VALUES (?, ?, ?, ?)');
  // By rowid: the order in which things happened, as two ULIDs of one millisecond say nothing about it.
  const waiting = store.db.prepare(`SELECT o.id, o.type, o.time, s.id AS shipment_id, s.order_id, s.storefront,
    s.carrier, s.tracking_number, s.lines
    FROM carrier_outbox o JOIN shipments s ON s.id = o.shipment_id ORDER BY o.rowid LIMIT ?`);
  const remove = store.db.prepare('DELETE FROM carrier_outbox WHERE id = ?');
  return {
    move(now) {
      const shipping = toShip.all(now);
      const delivering = toDeliver.all(now);
      if (shipping.length + delivering.length === 0) return;
      store.transaction(() => {
        for (const { id } of shipping) {
          ship.run(now, now + deliverAfterMs, String(id));
          tell.run(ulid(now), 'order.shipped', String(id), now);
        }
        for (const { id } of delivering) {
          deliver.run(now, String(id));
          tell.run(ulid(now), 'order.delivered', String(id), now);
        }
      });
    },
    waiting: (limit) => z.array(Row).parse(waiting.all(limit)),
    published: (ids) => store.transaction(() => ids.forEach((id) => remove.run(id))),
  };
}
