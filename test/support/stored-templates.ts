import { ADDRESS } from '../../bench/load/catalogue.ts';
import { changeOrder } from '../../db/orders.ts';
import { newId } from '../../db/ids.ts';
import { setOnHand } from '../../db/inventory.ts';
import { append } from '../../db/order-events.ts';
import { paymentKey, updatePayment } from '../../db/payments.ts';
import { placeOrder } from '../../db/placing.ts';
import { takeShipped } from '../../db/stock.ts';
import { release } from '../../db/stock-release.ts';
import type { Db } from '../../db/client.ts';
import { compensated, deliver, ship, startCancel } from '../../domain/decisions.ts';
import type { OrderEvent } from '../../domain/events.ts';
import type { Checkout } from '../../domain/gateway.ts';
import type { LineQuantity, Order } from '../../domain/order.ts';
import type { OrderStatus } from '../../domain/states.ts';
import { STOREFRONTS, type Storefront } from '../../domain/storefronts.ts';

/** What an order of many is made of: one that the house's own code has written, of each storefront and status. */

/** Stand in a template's rows for what differs from one copy to the next. */
export const CUSTOMER = 'customer-of-the-template';
export const REFERENCE = 'reference-of-the-template';

/** Nobody else sells them. */
const SKUS = ['STORED-1', 'STORED-2'];

type Step = (db: Db, order: Order) => Promise<Order>;

/** How an order comes to where it is. ON_HOLD is not reached yet. */
const PATHS: Partial<Record<OrderStatus, Step[]>> = {
  PENDING: [],
  PROCESSING: [confirm],
  PARTIALLY_SHIPPED: [confirm, (db, order) => shipLines(db, order, firstLine(order))],
  SHIPPED: [confirm, shipLines],
  DELIVERED: [confirm, shipLines, deliverAll],
  CANCELING: [beginCancel],
  CANCELED: [beginCancel, giveBack],
};

export async function writeTemplates(db: Db): Promise<void> {
  for (const sku of SKUS) await setOnHand(db, sku, 'main', 1000);
  for (const [name, { currency }] of Object.entries(STOREFRONTS)) {
    for (const path of Object.values(PATHS)) {
      // Object.entries forgets what its keys are.
      let { order } = await placeOrder(db, checkout(name as Storefront, currency));
      for (const step of path) order = await step(db, order);
    }
  }
}

function checkout(storefront: Storefront, currency: string): Checkout {
  const lines = SKUS.map((sku) => ({
    id: newId(),
    sku,
    quantity: 2,
    unitPrice: 1299,
    total: 2598,
    shipped: 0,
    canceled: 0,
    returned: 0,
  }));
  return {
    order: {
      id: newId(),
      storefront,
      customerId: CUSTOMER,
      email: null,
      locale: null,
      reference: REFERENCE,
      currency,
      lines,
      charges: [],
      total: lines.reduce((sum, { total }) => sum + total, 0),
      shippingAddress: ADDRESS,
      billingAddress: null,
      metadata: {},
    },
    paymentMethod: 'pm_card_visa',
  };
}

async function confirm(db: Db, order: Order): Promise<Order> {
  const events: OrderEvent[] = [{ type: 'order.confirmed', data: { authorized: order.total } }];
  const payment = { key: paymentKey(order.id), intentId: `pi_${newId()}` };
  return (await append(db, order, events, { payment })) ?? order;
}

async function shipLines(db: Db, before: Order, lines?: LineQuantity[]): Promise<Order> {
  const eventId = newId();
  const decide = async (order: Order, tx: Parameters<typeof takeShipped>[0]) => {
    const events = ship(order, { eventId, carrier: 'dhl', trackingNumber: newId(), lines }, newId());
    await takeShipped(
      tx,
      order,
      events.flatMap(({ data }) => ('shipment' in data ? data.shipment.lines : [])),
    );
    return events;
  };
  return (await changeOrder(db, before.id, decide, eventId)).order;
}

function firstLine({ lines }: Order): LineQuantity[] {
  return lines.slice(0, 1).map(({ id, quantity }) => ({ lineId: id, quantity }));
}

async function deliverAll(db: Db, before: Order): Promise<Order> {
  const eventId = newId();
  return (await changeOrder(db, before.id, (order) => deliver(order, { eventId }), eventId)).order;
}

async function beginCancel(db: Db, before: Order): Promise<Order> {
  const request = { reason: 'payment_declined', note: null, details: null };
  return (await changeOrder(db, before.id, (order) => startCancel(order, request, ['stock']))).order;
}

async function giveBack(db: Db, before: Order): Promise<Order> {
  const { order } = await changeOrder(db, before.id, async (current, tx) => {
    await updatePayment(tx, paymentKey(current.id), { status: 'declined' });
    const reservations = await release(tx, current.id);
    return compensated(current, 'stock', { type: 'stock.released', data: { reservations } });
  });
  return order;
}
