import type { Checkout } from '../../domain/gateway.ts';
import { type Message } from './message.ts';
import { bySku, claim } from './stock.ts';
import { totalOf } from './money.ts';
import { type ModelOrder, Refused, type Shop } from './shop.ts';

const DECLINED = 'pm_card_chargeDeclined';

/** A checkout places an order. */
export function place(checkout: Checkout): Message {
  const { id, customerId, lines } = checkout.order;
  const wanted = lines.map(({ sku, quantity, total }) => `${quantity} ${sku} for ${total}`).join(', ');
  return {
    text: `place ${id}: ${wanted}, by ${customerId}, ${checkout.paymentMethod}`,
    order: id,
    say: async (world) => {
      await world.gateway().place(checkout);
      return 'done';
    },
    act: (shop) => {
      if (!shop.orders.some((order) => order.id === id)) shop.orders.push(placed(shop, checkout));
      return 'done';
    },
  };
}

function placed(shop: Shop, { order: asked, paymentMethod }: Checkout): ModelOrder {
  const order: ModelOrder = {
    id: asked.id,
    status: 'PROCESSING',
    reason: null,
    method: paymentMethod,
    charges: asked.charges.reduce((total, { amount }) => total + amount, 0),
    lines: asked.lines.map(({ id, sku, quantity, unitPrice, total }) => ({
      id,
      sku,
      quantity,
      unitPrice,
      total,
      shipped: 0,
      canceled: 0,
      returned: 0,
    })),
    parcels: [],
    early: [],
    hold: null,
    refunds: [],
    returns: [],
    captured: 0,
    strays: 0,
  };
  const refusal = refusalOf(shop, order, asked.customerId);
  if (refusal !== null) {
    const lines = order.lines.map((line) => ({ ...line, canceled: line.quantity }));
    return { ...order, status: 'CANCELED', reason: refusal, lines };
  }
  if (asked.customerId !== 'cus_risky') return order;
  return { ...order, status: 'ON_HOLD', hold: { from: 'PENDING', reason: 'fraud_check' } };
}

/** What is claimed for an order that is refused all the same goes back at once. */
function refusalOf(shop: Shop, order: ModelOrder, customerId: string | null): string | null {
  const before = structuredClone(shop.goods);
  try {
    claim(shop, order.id, bySku(order.lines));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return customerId === 'cus_blocked' ? 'either' : error.code;
  }
  const isDeclined = order.method === DECLINED && totalOf(order) > 0;
  if (customerId !== 'cus_blocked' && !isDeclined) return null;
  shop.goods = before;
  return customerId === 'cus_blocked' ? 'customer_rejected' : 'payment_declined';
}
