import { ulid } from 'ulid';
import { setOnHand } from '../../db/inventory.ts';
import type { Checkout } from '../../domain/gateway.ts';
import { orderTotal } from '../../domain/money.ts';
import type { Address, OrderLine } from '../../domain/order.ts';
import type { Timing } from '../../domain/timing.ts';
import { untilWorkflow } from './workflow-waits.ts';
import type { World } from './world.ts';

/** What a SKU of a test has on hand. */
export const ON_HAND = 10;

export const ADDRESS: Address = { name: 'A. Buyer', line1: '1 Main St', city: 'Springfield', country: 'US' };

/** A SKU of its own for each test: what happens to its stock, this test's order did. */
export async function newSku(world: World, onHand = ON_HAND): Promise<string> {
  const sku = `SKU-${ulid()}`;
  await setOnHand(world.database.db, sku, 'main', onHand);
  return sku;
}

export interface Wish {
  lines?: { sku: string; quantity: number; unitPrice?: number }[];
  customerId?: string | null;
  method?: string | null;
}

/** An order as a checkout hands it over: two units of a new SKU, for 25.98 dollars. */
export async function newCheckout(world: World, wish: Wish = {}): Promise<Checkout> {
  const wanted = wish.lines ?? [{ sku: await newSku(world), quantity: 2 }];
  const lines: OrderLine[] = wanted.map(({ sku, quantity, unitPrice = 1299 }, index) => ({
    id: `line-${index + 1}`,
    sku,
    quantity,
    unitPrice,
    total: quantity * unitPrice,
    shipped: 0,
    canceled: 0,
    returned: 0,
  }));
  const customerId = wish.customerId === undefined ? 'cus_100' : wish.customerId;
  return {
    order: {
      id: ulid(),
      storefront: 'us',
      customerId,
      email: customerId === null ? 'guest@example.com' : null,
      locale: null,
      reference: null,
      currency: 'USD',
      lines,
      charges: [],
      total: orderTotal(lines, []),
      shippingAddress: ADDRESS,
      billingAddress: null,
      metadata: {},
    },
    paymentMethod: wish.method === undefined ? 'pm_card_visa' : wish.method,
  };
}

/** An order that has its answer. */
export interface Confirmed {
  id: string;
  sku: string;
}

/** Places an order that is confirmed; its workflow knows it too. */
export async function confirmed(world: World, wish: Wish = {}, timing: Partial<Timing> = {}): Promise<Confirmed> {
  const { order } = await world.gateway(timing).place(await newCheckout(world, wish));
  if (order.status !== 'PROCESSING') throw new Error(`the order is ${order.status}`);
  await untilWorkflow(world, order.id, ({ status }) => status === 'PROCESSING');
  return { id: order.id, sku: order.lines[0]?.sku ?? '' };
}
