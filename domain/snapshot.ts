import { unitsLeft, type Order } from './order.ts';

/** What activities answer and a workflow remembers of its order: nothing personal, as histories are kept and shown. */
export interface OrderSnapshot extends Pick<
  Order,
  | 'status'
  | 'version'
  | 'total'
  | 'currency'
  | 'customerId'
  | 'cancelReason'
  | 'openCompensations'
  | 'failedCompensations'
  | 'needsAttention'
  | 'paymentUncertain'
> {
  parcels: number;
  parcelsDelivered: number;
  unitsLeft: number;
  /** Undefined in histories from before it was there. */
  updatedAt?: string;
}

export function snapshotOf(order: Order): OrderSnapshot {
  return {
    status: order.status,
    version: order.version,
    total: order.total,
    currency: order.currency,
    customerId: order.customerId,
    cancelReason: order.cancelReason,
    openCompensations: order.openCompensations,
    failedCompensations: order.failedCompensations,
    needsAttention: order.needsAttention,
    paymentUncertain: order.paymentUncertain,
    parcels: order.shipments.length,
    parcelsDelivered: order.shipments.filter((parcel) => parcel.status === 'DELIVERED').length,
    unitsLeft: order.lines.reduce((sum, line) => sum + unitsLeft(line), 0),
    updatedAt: order.updatedAt,
  };
}

/** Where the order stands, in words for an operator. */
export function describe(order: OrderSnapshot): string {
  const stands = whereItStands(order);
  if (!order.needsAttention) return stands;
  const what = order.failedCompensations.join(', ');
  return `${stands} **Needs attention:** ${what} was given up. Retry or skip it (update \`resolveCompensation\`).`;
}

function whereItStands(order: OrderSnapshot): string {
  switch (order.status) {
    case 'PENDING':
      return 'Being decided: stock, customer and payment.';
    case 'ON_HOLD':
      return 'On hold: the stock stays reserved, nothing is captured.';
    case 'PROCESSING':
      return 'Confirmed: stock reserved and payment authorized. Waiting to be shipped.';
    case 'PARTIALLY_SHIPPED':
      return `${order.parcels} parcel(s) shipped, ${order.parcelsDelivered} delivered; ${order.unitsLeft} unit(s) still to ship.`;
    case 'SHIPPED':
      return `All shipped in ${order.parcels} parcel(s), ${order.parcelsDelivered} delivered.`;
    case 'DELIVERED':
      return 'Delivered. Open until the return window closes.';
    case 'CANCELING':
      return `Canceling (${order.cancelReason}); still to give back: ${order.openCompensations.join(', ')}.`;
    case 'CANCELED':
      return order.failedCompensations.includes('payment')
        ? `Canceled (${order.cancelReason}): the stock is back, and a payment was found open.`
        : `Canceled (${order.cancelReason}): the stock is back and nothing stays authorized.`;
  }
}
