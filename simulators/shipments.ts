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

/** What somebody says of an order. Of an older version, it has been overtaken. */
export type Word = { orderId: string; version: number };

export type Booking = Word & {
  /** The same key books once. */
  key: string;
  storefront: string | null;
  lines: z.infer<typeof Lines>;
  /** Parcels that who books knows to have left: the lines are what is to leave beside these. */
  left: readonly string[];
};

export type Shipments = {
  /**
   * Books a parcel in the place of what has not left, to ship at `shipAt` (never by itself when null); a known key gives what
   * was booked then.
   * @returns a shipment of null where all of it has left already
   */
  book(
    booking: Booking,
    now: number,
    shipAt: number | null,
  ): { shipment: Shipment | null; isNew: boolean } | 'overtaken';
  /** Cancels what has not shipped; the ids of the parcels that are canceled now, also by an earlier call. */
  cancelOrder(word: Word, now: number): string[] | 'overtaken';
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
  const gone = store.db.prepare(`SELECT ${COLUMNS} FROM shipments WHERE order_id = ? AND shipped_at IS NOT NULL`);
  const hear = store.db.prepare(`INSERT INTO carrier_orders VALUES (?, ?)
    ON CONFLICT (order_id) DO UPDATE SET version = excluded.version WHERE version <= excluded.version RETURNING version`);

  const isOvertaken = ({ orderId, version }: Word) => hear.get(orderId, version) === undefined;

  /** Without what is in parcels that have left unheard: it is on its way already. */
  function stillToLeave({ orderId, lines, left }: Booking): z.infer<typeof Lines> {
    const unheard = gone
      .all(orderId)
      .map((row) => Row.parse(row))
      .filter(({ id }) => !left.includes(id));
    const rest = new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]));
    for (const { lineId, quantity } of unheard.flatMap((parcel) => parcel.lines)) {
      rest.set(lineId, (rest.get(lineId) ?? 0) - quantity);
    }
    return [...rest].filter(([, quantity]) => quantity > 0).map(([lineId, quantity]) => ({ lineId, quantity }));
  }

  return {
    book: (booking, now, shipAt) =>
      store.transaction(() => {
        const { key, orderId, storefront } = booking;
        if (isOvertaken(booking)) return 'overtaken';
        const known = find.get(key);
        if (known !== undefined) return { shipment: Row.parse(known), isNew: false };
        cancel.all(now, orderId);
        const lines = stillToLeave(booking);
        if (lines.length === 0) return { shipment: null, isNew: false };
        const id = ulid();
        const carrier = CARRIERS[Math.floor(Math.random() * CARRIERS.length)] ?? 'dhl';
        const tracking = `${carrier.toUpperCase()}-${id.slice(-12)}`;
        insert.run(id, orderId, storefront, carrier, tracking, JSON.stringify(lines), key, shipAt);
        return { shipment: Row.parse(find.get(key)), isNew: true };
      }),
    cancelOrder: (word, now) =>
      store.transaction(() =>
        isOvertaken(word) ? 'overtaken' : cancel.all(now, word.orderId).map((row) => String(row['id'])),
      ),
  };
}
