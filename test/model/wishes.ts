import * as fc from 'fast-check';
import { ulid } from 'ulid';
import { orderTotal } from '../../domain/money.ts';
import type { OrderLine } from '../../domain/order.ts';
import { ADDRESS } from '../support/workflow-orders.ts';
import { arrive } from './arriving.ts';
import { cancel, cancelLine } from './canceling.ts';
import { edit } from './editing.ts';
import { hold, reject, release } from './holds.ts';
import type { Message } from './message.ts';
import { place } from './placing.ts';
import { refund, settle } from './refunding.ts';
import { approveReturn, receiveReturn, rejectReturn, requestReturn } from './returning.ts';
import { deliver, ship } from './shipping.ts';
import type { Line, ModelOrder, Shop } from './shop.ts';

/** Kinds of messages, and how often they are wished for. */
const KINDS = {
  place: 4,
  ship: 6,
  shipAll: 3,
  deliver: 6,
  cancel: 1,
  cancelLine: 5,
  edit: 6,
  refund: 3,
  refundLines: 3,
  refundAll: 1,
  requestReturn: 6,
  approveReturn: 5,
  rejectReturn: 1,
  receiveReturn: 5,
  hold: 3,
  release: 4,
  reject: 2,
  settle: 4,
  arrive: 4,
  signalShip: 2,
  signalDeliver: 2,
} as const;
type Kind = keyof typeof KINDS;

const CUSTOMERS = [null, 'cus_100', 'cus_100', 'cus_100', 'cus_risky', 'cus_blocked'];
/** The last ones answer as badly as Stripe may, and nobody notices. */
const METHODS = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_single_capture',
  'pm_single_capture',
  'pm_card_chargeDeclined',
  'pm_lost_answer',
  'pm_capture_lost_answer',
  'pm_refund_lost_answer',
  'pm_refund_pending',
];
const CHARGES = [[], [200], [-100], [200, 77, -150]];
/** For a unit; null: a total for all that need not divide. */
const PRICES = [1000, 333, 1, null];

const item = fc.record({
  sku: fc.nat(2),
  quantity: fc.integer({ min: 1, max: 4 }),
  price: fc.constantFrom(...PRICES),
});

/** What somebody wishes, as numbers: what they mean is known once it is said. */
export const wish = fc.record({
  kind: fc.oneof(...Object.entries(KINDS).map(([kind, weight]) => ({ arbitrary: fc.constant(kind as Kind), weight }))),
  order: fc.nat(3),
  line: fc.nat(3),
  units: fc.integer({ min: 1, max: 4 }),
  which: fc.nat(5),
  flag: fc.boolean(),
  cart: fc.array(item, { minLength: 1, maxLength: 3, size: 'max' }),
  customer: fc.constantFrom(...CUSTOMERS),
  method: fc.constantFrom(...METHODS),
  charges: fc.constantFrom(...CHARGES),
});

export const firstOrder = wish.map((one): Wish => ({ ...one, kind: 'place' }));

export type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

/** The message that a wish comes to as the shop stands. Most are possible, some are not. */
export function messageOf(wished: Wish, shop: Shop): Message {
  const order = shop.orders[wished.order % Math.max(1, shop.orders.length)];
  if (wished.kind === 'place' || !order) return place(checkoutOf(wished, shop));
  return toOrder(wished, order, shop);
}

function toOrder(wished: Wish, order: ModelOrder, shop: Shop): Message {
  const { id } = order;
  const { units: quantity, which, flag } = wished;
  const line = order.lines[wished.line % order.lines.length];
  const lineId = line?.id ?? '';
  const units = { lineId, quantity };
  const returnId = order.returns[which % Math.max(1, order.returns.length)]?.id ?? ulid();
  const news = { orderId: id, eventId: ulid() };
  const next = { ...news, parcel: `P${order.parcels.length + 1}` };
  const known = { ...news, parcel: `P${(which % (order.parcels.length + 1)) + 1}` };
  switch (wished.kind) {
    case 'ship':
      return ship(next, flag ? someOf(order, quantity) : [units], 'call');
    case 'shipAll':
      return ship(next, null, 'call');
    case 'signalShip':
      return ship(next, flag ? null : [units], 'signal');
    case 'deliver':
      return deliver(known, 'call');
    case 'signalDeliver':
      return deliver(known, 'signal');
    case 'cancel':
      return cancel(id);
    case 'cancelLine':
      return cancelLine(id, ulid(), lineId, quantity);
    case 'edit':
      return edit(id, ulid(), wantedLines(wished, order, shop));
    case 'refund':
      return refund(id, ulid(), quantity * 250 + which);
    case 'refundLines':
      return refund(id, ulid(), flag ? someOf(order, quantity) : [units]);
    case 'refundAll':
      return refund(id, ulid(), null);
    case 'requestReturn':
      return requestReturn(id, ulid(), flag ? someOf(order, 1) : [units]);
    case 'approveReturn':
      return approveReturn(id, ulid(), returnId);
    case 'rejectReturn':
      return rejectReturn(id, ulid(), returnId);
    case 'receiveReturn':
      return receiveReturn(id, ulid(), returnId, flag ? null : [{ ...units, restock: which % 2 === 0 }]);
    case 'hold':
      return hold(id, ulid());
    case 'release':
      return release(id, ulid());
    case 'reject':
      return reject(id, ulid());
    case 'settle':
      return settle(id);
    case 'arrive':
      return arrive(skuOf(shop, wished.line), flag ? 'main' : 'east', quantity);
    case 'place':
      return place(checkoutOf(wished, shop));
  }
}

const skuOf = (shop: Shop, index: number) => Object.keys(shop.goods)[index % Object.keys(shop.goods).length] ?? '';

/** So many units of each line, as far as the line has them. */
function someOf(order: ModelOrder, quantity: number) {
  return order.lines.map((line) => ({ lineId: line.id ?? '', quantity: Math.min(quantity, line.quantity) }));
}

/** One line changed, dropped, or more of them. */
function wantedLines({ line: at, units, which, cart }: Wish, { lines }: ModelOrder, shop: Shop) {
  const index = at % lines.length;
  const kept = lines.map(({ id, quantity }, position) => ({
    id: id ?? '',
    quantity: position === index && which % 3 === 0 ? units : quantity,
  }));
  const rest = which % 3 === 1 ? kept.filter((_, position) => position !== index) : kept;
  const more = which % 3 === 2 || rest.length === 0 ? cart.slice(0, 1) : [];
  return [...rest, ...more.map((one) => ({ sku: skuOf(shop, one.sku), quantity: one.quantity, ...priceOf(one) }))];
}

function priceOf({ price, quantity }: Wish['cart'][number]) {
  return price === null ? { total: 499 * quantity + 1 } : { unitPrice: price };
}

function checkoutOf({ cart, customer, method, charges }: Wish, shop: Shop) {
  const lines: OrderLine[] = cart.map((one, index) => {
    const { unitPrice = null, total = (unitPrice ?? 0) * one.quantity } = { total: undefined, ...priceOf(one) };
    const line: Pick<Line, 'sku' | 'quantity'> = { sku: skuOf(shop, one.sku), quantity: one.quantity };
    return { id: `line-${index + 1}`, ...line, unitPrice, total, shipped: 0, canceled: 0, returned: 0 };
  });
  const worth = lines.reduce((sum, { total }) => sum + total, 0);
  // A discount of more than all of it is refused at the door.
  const all = charges.map((amount) => Math.max(amount, -worth));
  const named = all.map((amount) => ({ type: amount < 0 ? 'discount' : 'shipping', name: 'charge', amount }));
  const total = orderTotal(lines, named);
  return {
    order: {
      id: ulid(),
      storefront: 'us' as const,
      customerId: customer,
      email: customer === null ? 'guest@example.com' : null,
      locale: null,
      reference: null,
      currency: 'USD',
      lines,
      charges: named,
      total,
      shippingAddress: ADDRESS,
      billingAddress: null,
      metadata: {},
    },
    paymentMethod: total === 0 ? null : method,
  };
}
