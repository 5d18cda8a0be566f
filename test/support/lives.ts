import type { OrderCloudEvent } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { newId } from '../../db/ids.ts';
import { toOrderRow } from '../../db/order-rows.ts';
import { orderEvents, orders } from '../../db/schema.ts';
import { compensated, deliver, ship, startCancel } from '../../domain/decisions.ts';
import { finishEdit, startEdit } from '../../domain/edits.ts';
import type { OrderEvent, RecordedEvent } from '../../domain/events.ts';
import { hold, release } from '../../domain/holds.ts';
import { cancelLine } from '../../domain/line-cancel.ts';
import { type Order, type PlacedOrder, unitsLeft } from '../../domain/order.ts';
import { cloudEvent, publicType } from '../../domain/public-events.ts';
import { apply } from '../../domain/reducer.ts';

/** Orders that have lived, at times of the test's choice, and what others heard of them. */

export interface Life {
  order: Order;
  events: RecordedEvent[];
  heard: OrderCloudEvent[];
}

/** What happens, and how many seconds after the order was placed. */
export type Step = [afterSeconds: number, what: (order: Order) => OrderEvent[]];

export const confirmed = (after: number): Step => [
  after,
  ({ total }) => [{ type: 'order.confirmed', data: { authorized: total } }],
];
export const moved = (after: number): Step => [
  after,
  ({ shippingAddress }) => [{ type: 'address.changed', data: { shippingAddress } }],
];
/** A parcel of so many units of the first line; of all that is left without a number. */
export const shipped = (after: number, units?: number): Step => [
  after,
  (order) => {
    const lines = units === undefined ? [] : [{ lineId: order.lines[0]?.id ?? '', quantity: units }];
    return ship(order, { eventId: newId(), lines }, newId());
  },
];
/** Waits for a look; without an end. */
export const held = (after: number): Step => [
  after,
  (order) => hold(order, { reason: 'fraud_check', note: null, until: null }),
];
/** One that was never confirmed is, then. */
export const released = (after: number): Step => [after, (order) => release(order, null)];
/** So many units of the first line are wanted. */
export const edited = (after: number, quantity: number): Step => [
  after,
  (order) => {
    const lines = order.lines.map(({ id, quantity: before }, index) => ({
      id,
      quantity: index === 0 ? quantity : before,
    }));
    const started = startEdit(order, 'edit', lines, []);
    const editing = started.reduce((now, event) => apply(now, record(now, event, order.updatedAt)), order);
    return [...started, ...finishEdit(editing, 'edit', [])];
  },
];
/** All that has not shipped is not wanted any more. */
export const restCanceled = (after: number): Step => [
  after,
  (order) =>
    order.lines
      .filter((line) => unitsLeft(line) > 0)
      .reduce<{ now: Order; events: OrderEvent[] }>(
        ({ now, events }, line) => {
          const more = cancelLine(now, { lineId: line.id, quantity: unitsLeft(line) }, null);
          return {
            now: more.reduce((one, event) => apply(one, record(one, event, order.updatedAt)), now),
            events: [...events, ...more],
          };
        },
        { now: order, events: [] },
      ).events,
];
export const delivered = (after: number): Step => [after, (order) => deliver(order, { eventId: newId() })];
export const canceled = (after: number, reason = 'requested'): Step => [
  after,
  (order) => {
    const started = startCancel(order, { reason, note: null, details: null }, ['stock']);
    const canceling = started.reduce((now, event) => apply(now, record(now, event, order.updatedAt)), order);
    return [...started, ...compensated(canceling, 'stock', { type: 'stock.released', data: { reservations: [] } })];
  },
];

export interface Cart {
  at: string;
  storefront?: PlacedOrder['storefront'];
  currency?: string;
  /** SKU, units and price of one; the same SKU may come twice. */
  lines: [sku: string, units: number, price: number][];
  /** Shipping, less discounts. */
  charge?: number;
}

export function live(cart: Cart, ...steps: Step[]): Life {
  const placed = placedOrder(cart);
  const startedAt = Date.parse(cart.at);
  const life: Life = { ...follow(null, [{ type: 'order.placed', data: { order: placed } }], startedAt) };
  for (const [afterSeconds, what] of steps) {
    const next = follow(life.order, what(life.order), startedAt + 1000 * afterSeconds);
    life.order = next.order;
    life.events.push(...next.events);
    life.heard.push(...next.heard);
  }
  return life;
}

/** Writes it as the house would have: the row of the order, and its events. */
export async function store(db: Db, { order, events }: Life): Promise<void> {
  await db.insert(orders).values(toOrderRow(order));
  await db
    .insert(orderEvents)
    .values(events.map((event) => ({ ...event, time: new Date(event.time), orderId: order.id })));
}

function follow(before: Order | null, told: readonly OrderEvent[], at: number): Life {
  let order = before;
  const events: RecordedEvent[] = [];
  const heard: OrderCloudEvent[] = [];
  for (const event of told) {
    const recorded = record(order, event, new Date(at).toISOString());
    order = apply(order, recorded);
    events.push(recorded);
    if (publicType(event.type)) heard.push(cloudEvent(recorded, order));
  }
  if (!order) throw new Error('nothing happened');
  return { order, events, heard };
}

function record(order: Order | null, event: OrderEvent, time: string): RecordedEvent {
  return { ...event, id: newId(), version: (order?.version ?? 0) + 1, time };
}

function placedOrder({ storefront = 'us', currency = 'USD', lines, charge = 0 }: Cart): PlacedOrder {
  const priced = lines.map(([sku, quantity, unitPrice], index) => ({
    id: `line-${index}`,
    sku,
    quantity,
    unitPrice,
    total: quantity * unitPrice,
    shipped: 0,
    canceled: 0,
    returned: 0,
  }));
  return {
    id: newId(),
    storefront,
    customerId: 'cus_1',
    email: null,
    locale: null,
    reference: null,
    currency,
    lines: priced,
    charges: [{ type: 'shipping', name: 'Standard', amount: charge }],
    total: priced.reduce((sum, { total }) => sum + total, charge),
    shippingAddress: { name: 'A', line1: '1', city: 'S', country: 'US' },
    billingAddress: null,
    metadata: {},
  };
}
