import { z } from 'zod';
import { ulid } from 'ulid';
import type { Store } from './store.ts';

export const Lines = z.array(z.object({ lineId: z.string().min(1), quantity: z.int().min(1) }));

const Row = z.object({
  id: z.string(),
  order_id: z.string(),
  storefront: z.string().nullable(),
  carrier: z.string(),
  tracking_number: z.string(),
  lines: z.string().transform((json) => Lines.parse(JSON.parse(json))),
});

export type Shipment = z.infer<typeof Row>;

export type Booking = {
  /** The same key books once. */
  key: string;
  orderId: string;
  storefront: string | null;
  lines: z.infer<typeof Lines>;
};

export type Shipments = {
  /** Books a parcel, to ship at `shipAt` (never by itself when null); a known key gives what was booked then. */
  book(booking: Booking, shipAt: number | null): { shipment: Shipment; isNew: boolean };
  /** Cancels what has not shipped; the ids of the parcels that are canceled now, also by an earlier call. */
  cancelOrder(orderId: string, now: number): string[];
};

const CARRIERS = ['dhl', 'ups', 'fedex', 'dpd'];
const COLUMNS = 'id, order_id, storefront, carrier, tracking_number, lines';

export function createShipments(store: Store): Shipments {
  const find = store.db.prepare(`SELECT ${COLUMNS} FROM shipments WHERE booking_key = ?`);
  const insert = store.db.prepare(
    `INSERT INTO shipments (${COLUMNS}, booking_key, ship_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const cancel = store.db.prepare(`UPDATE shipments SET canceled_at = coalesce(canceled_at, ?)
    WHERE order_id = ? AND shipped_at IS NULL RETURNING id`);
  return {
    book: ({ key, orderId, storefront, lines }, shipAt) =>
      store.transaction(() => {
        const known = find.get(key);
        if (known !== undefined) return { shipment: Row.parse(known), isNew: false };
        const id = ulid();
        const carrier = CARRIERS[Math.floor(Math.random() * CARRIERS.length)] ?? 'dhl';
        const tracking = `${carrier.toUpperCase()}-${id.slice(-12)}`;
        insert.run(id, orderId, storefront, carrier, tracking, JSON.stringify(lines), key, shipAt);
        return { shipment: Row.parse(find.get(key)), isNew: true };
      }),
    cancelOrder: (orderId, now) => cancel.all(now, orderId).map((row) => String(row['id'])),
  };
}
