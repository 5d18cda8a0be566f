import type { Timing } from '../../domain/timing.ts';
import { newCheckout, newSku } from './workflow-orders.ts';
import { untilOrder, untilWorkflow } from './workflow-waits.ts';
import type { World } from './world.ts';

/** Orders that leave in parts. */

export interface TwoLines {
  id: string;
  status: string;
  /** The SKU of `line-1`: three units at 1000. */
  a: string;
  /** The SKU of `line-2`: one unit at 500. */
  b: string;
}

interface Wish {
  method?: string;
  customerId?: string | null;
  timing?: Partial<Timing>;
}

/** Two lines, shipping of 200 and a discount of 100: 3600 in all. */
export async function twoLines(world: World, { method, customerId, timing }: Wish = {}): Promise<TwoLines> {
  const [a, b] = [await newSku(world), await newSku(world)];
  const checkout = await newCheckout(world, {
    lines: [
      { sku: a, quantity: 3, unitPrice: 1000 },
      { sku: b, quantity: 1, unitPrice: 500 },
    ],
    ...(method === undefined ? {} : { method }),
    ...(customerId === undefined ? {} : { customerId }),
  });
  const charges = [
    { type: 'shipping', name: 'Standard', amount: 200 },
    { type: 'discount', name: 'SPRING', amount: -100 },
  ];
  const placed = { ...checkout, order: { ...checkout.order, charges, total: checkout.order.total + 100 } };
  const { order } = await world.gateway(timing).place(placed);
  await untilWorkflow(world, order.id, ({ status }) => status !== 'PENDING');
  return { id: order.id, status: order.status, a, b };
}

export function units(lineId: string, quantity: number): { lineId: string; quantity: number } {
  return { lineId, quantity };
}

/** The parcel `P<n>`. No lines: all that is left. */
export function part(n: number, ...lines: { lineId: string; quantity: number }[]) {
  return { eventId: `s${n}`, shipmentId: `P${n}`, lines };
}

/** Has it settled, and waits until so much was taken; its workflow knows it too. */
export async function paidUntil(world: World, id: string, captured: number) {
  await world.gateway().settle(id);
  const order = await untilOrder(world, id, ({ payment }) => payment.captured === captured);
  await untilWorkflow(world, id, ({ version, move }) => version >= order.version && move === null);
  return order;
}
