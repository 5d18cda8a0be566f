import type { OrderEvent, RecordedEvent } from '../../domain/events.ts';
import type { HoldReason, Order, PlacedOrder, Shipment } from '../../domain/order.ts';
import { apply } from '../../domain/reducer.ts';
import { recorded } from './an-order.ts';

/** Whole lives of orders, in which every text that somebody could have written is a canary named after its place. */

/** All there is: nothing optional left out, nothing null. */
type Full<T> = T extends (infer Item)[]
  ? Full<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Full<Exclude<T[Key], null | undefined>> }
    : T;

const ADDRESS = {
  name: '',
  line1: '',
  line2: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  phone: '',
};
const UNITS = { shipped: 0, canceled: 0, returned: 0 };

const FULL_ORDER: Full<PlacedOrder> = {
  id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  storefront: 'us',
  customerId: '',
  email: '',
  locale: '',
  reference: '',
  currency: '',
  lines: [
    { id: '', sku: '', quantity: 2, unitPrice: 100, total: 200, ...UNITS },
    { id: '', sku: '', quantity: 1, unitPrice: 300, total: 300, ...UNITS },
  ],
  charges: [{ type: '', name: '', amount: 50 }],
  total: 550,
  shippingAddress: ADDRESS,
  billingAddress: ADDRESS,
  metadata: { 'canary-order.metadata.key': '' },
};

const ORDER = withCanaries(FULL_ORDER, 'order');
const parcel = (id: string, line: number, quantity: number): Shipment => ({
  id: `canary-${id}.id`,
  status: 'SHIPPED',
  carrier: `canary-${id}.carrier`,
  trackingNumber: `canary-${id}.trackingNumber`,
  lines: [{ lineId: ORDER.lines[line]?.id ?? '', quantity }],
});
const placed: OrderEvent = { type: 'order.placed', data: { order: ORDER } };
const reservations = [{ sku: '', location: '', quantity: 2 }];
const reserved = withCanaries<OrderEvent>({ type: 'stock.reserved', data: { reservations } }, 'reserved');
const EDITED = ORDER.lines.map((line, index) => ({ ...line, quantity: line.quantity + (index === 0 ? 1 : 0) }));
const WAITING = withCanaries([{ sku: '', quantity: 2 }], 'backorders');
const held = (reason: HoldReason): OrderEvent => ({
  type: 'order.held',
  data: { reason, note: 'canary-held.note', until: null },
});
const released: OrderEvent = { type: 'order.released', data: { note: 'canary-released.note' } };
/** Of the first line. */
const sentBack = (id: string) => ({
  ...withCanaries({ id: '', reason: '' }, id),
  lines: [{ lineId: ORDER.lines[0]?.id ?? '', quantity: 1 }],
});
const confirmed: OrderEvent = { type: 'order.confirmed', data: { authorized: 550 } };
const cancelStarted = (undo: ('stock' | 'payment')[]): OrderEvent => ({
  type: 'order.cancel_started',
  data: withCanaries({ reason: '', note: '', details: { lines: [{ sku: '' }], said: '' }, undo }, 'cancel'),
});

export const LIVES: Record<string, OrderEvent[]> = {
  'shipped in two parcels, one of them delivered before it was shipped': [
    placed,
    reserved,
    confirmed,
    { type: 'address.changed', data: withCanaries({ shippingAddress: ADDRESS }, 'changed') },
    { type: 'delivery.early', data: { eventId: 'canary-early.eventId', shipmentId: 'canary-first.id' } },
    { type: 'order.partially_shipped', data: { eventId: 'canary-first.eventId', shipment: parcel('first', 0, 2) } },
    { type: 'parcel.delivered', data: { eventId: 'canary-early.eventId', shipmentId: 'canary-first.id' } },
    { type: 'order.shipped', data: { eventId: 'canary-second.eventId', shipment: parcel('second', 1, 1) } },
    { type: 'capture.failed', data: { error: 'canary-capture.error' } },
    { type: 'payment.captured', data: { amount: 550 } },
    { type: 'order.delivered', data: { eventId: 'canary-delivered.eventId', shipmentId: 'canary-second.id' } },
  ],
  'shipped, and paid for by other means': [
    placed,
    reserved,
    confirmed,
    { type: 'order.shipped', data: { eventId: 'canary-first.eventId', shipment: parcel('first', 0, 2) } },
    { type: 'capture.failed', data: { error: 'canary-capture.error' } },
    { type: 'capture.skipped', data: { note: 'canary-capture.note' } },
  ],
  'canceled, its stock skipped by an operator, its payment voided again later': [
    placed,
    reserved,
    confirmed,
    cancelStarted(['stock', 'payment']),
    { type: 'compensation.failed', data: { step: 'stock', error: 'canary-failed.error' } },
    { type: 'compensation.skipped', data: { step: 'stock', note: 'canary-skipped.note' } },
    { type: 'payment.voided', data: { amount: 550, certain: false } },
    { type: 'order.canceled', data: {} },
    { type: 'payment.voided', data: { amount: 0, certain: true } },
    { type: 'payment.left_open', data: { intents: 1 } },
    { type: 'payment.voided', data: { amount: 550, certain: true } },
  ],
  'edited while a part of it waited for stock, its rest canceled, its parcel delivered before that': [
    placed,
    withCanaries<OrderEvent>(
      { type: 'stock.reserved', data: { reservations, backorders: [{ sku: '', quantity: 3 }] } },
      'waiting',
    ),
    { type: 'order.confirmed', data: { authorized: 550, captureBefore: null, multicapture: false } },
    { type: 'edit.started', data: withCanaries({ id: '', lines: [] }, 'overtaken') },
    { type: 'edit.failed', data: withCanaries({ id: '', code: '', error: '' }, 'overtaken') },
    { type: 'edit.started', data: { id: 'canary-edit.id', lines: EDITED } },
    { type: 'payment.authorized', data: { number: 2, amount: 100, captureBefore: null, multicapture: false } },
    { type: 'order.edited', data: { id: 'canary-edit.id', lines: EDITED, backorders: WAITING } },
    withCanaries<OrderEvent>({ type: 'stock.allocated', data: { reservations } }, 'allocated'),
    { type: 'order.partially_shipped', data: { eventId: 'canary-first.eventId', shipment: parcel('first', 0, 2) } },
    { type: 'parcel.delivered', data: { eventId: 'canary-delivered.eventId', shipmentId: 'canary-first.id' } },
    { type: 'line.canceled', data: withCanaries({ lineId: ORDER.lines[0]?.id ?? '', quantity: 1, note: '' }, 'rest') },
    { type: 'rest.canceled', data: {} },
    { type: 'payment.captured', data: { amount: 200, number: 1, released: 350 } },
    { type: 'payment.released', data: { number: 2, amount: 100 } },
    { type: 'order.delivered', data: { eventId: null, shipmentId: 'canary-first.id' } },
  ],
  'held before it was confirmed and released, its parcel gone while it was held again': [
    placed,
    reserved,
    { type: 'payment.authorized', data: { number: 1, amount: 550, captureBefore: null, multicapture: true } },
    held('fraud_check'),
    released,
    { type: 'order.confirmed', data: { authorized: 550 } },
    held('requested'),
    {
      type: 'shipment.refused',
      data: { ...withCanaries({ eventId: '', error: '' }, 'refused'), shipment: parcel('first', 0, 2) },
    },
    { type: 'step.skipped', data: { step: 'shipment', note: 'canary-skipped.note' } },
    {
      type: 'shipment.refused',
      data: { ...withCanaries({ eventId: '', error: '' }, 'refused'), shipment: parcel('first', 0, 2) },
    },
  ],
  'sent back, and refunded at the second try': [
    placed,
    reserved,
    confirmed,
    { type: 'order.shipped', data: { eventId: 'canary-first.eventId', shipment: parcel('first', 0, 2) } },
    { type: 'payment.captured', data: { amount: 550 } },
    { type: 'order.delivered', data: { eventId: 'canary-delivered.eventId', shipmentId: 'canary-first.id' } },
    { type: 'return.requested', data: sentBack('rejected') },
    { type: 'return.requested', data: sentBack('return') },
    { type: 'return.rejected', data: { returnId: 'canary-rejected.id', note: 'canary-rejected.note' } },
    { type: 'return.approved', data: { returnId: 'canary-return.id' } },
    {
      type: 'return.received',
      data: {
        returnId: 'canary-return.id',
        lines: [{ lineId: ORDER.lines[0]?.id ?? '', quantity: 1, restock: true }],
        refundId: 'canary-refund.id',
      },
    },
    {
      type: 'refund.requested',
      data: {
        ...withCanaries({ id: '', reason: '' }, 'refund'),
        amount: 100,
        lines: [{ lineId: ORDER.lines[0]?.id ?? '', quantity: 1 }],
        returnId: 'canary-return.id',
      },
    },
    { type: 'step.failed', data: { step: 'refund', error: 'canary-refund.error' } },
    { type: 'step.retried', data: { step: 'refund', note: 'canary-retried.note' } },
    { type: 'payment.refunded', data: { refundId: 'canary-refund.id', number: 1, amount: 100 } },
  ],
  'refused before it was confirmed': [
    placed,
    reserved,
    cancelStarted(['stock']),
    withCanaries<OrderEvent>({ type: 'stock.released', data: { reservations } }, 'released'),
    { type: 'order.canceled', data: {} },
  ],
};

/** Each event of a life with the order as it stands after it. */
export function lived(life: readonly OrderEvent[]): { event: RecordedEvent; order: Order }[] {
  const steps: { event: RecordedEvent; order: Order }[] = [];
  for (const one of life) {
    const before = steps.at(-1)?.order ?? null;
    const event = recorded(before, one);
    steps.push({ event, order: apply(before, event) });
  }
  return steps;
}

/** The same, each empty text replaced by a canary that is named after where it stands. */
function withCanaries<T>(value: T, at: string): T {
  // The shape stays as it is: texts become texts.
  return walk(value, at) as T;
}

function walk(value: unknown, at: string): unknown {
  if (value === '') return `canary-${at}`;
  if (Array.isArray(value)) return value.map((item, index) => walk(item, `${at}.${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, `${at}.${key}`)]));
}
