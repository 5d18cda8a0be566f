import { nextMove } from './money-moves.ts';
import { type MoveKind, type OperatorStep, type Order, unitsLeftOf } from './order.ts';

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
  | 'needsAttention'
  | 'paymentUncertain'
> {
  /** What was given up and waits for an operator. */
  failedCompensations: OperatorStep[];
  parcels: number;
  parcelsDelivered: number;
  unitsLeft: number;
  /** What is below is undefined in histories from before it was there. */
  updatedAt?: string;
  deliveredAt?: string | null;
  /** What is to be done next with its money. */
  move?: MoveKind | null;
  /** An edit that is under way. */
  editId?: string | null;
  /** When a hold is over. */
  holdUntil?: string | null;
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
    failedCompensations: order.attention.map(({ step }) => step),
    needsAttention: order.needsAttention,
    paymentUncertain: order.paymentUncertain,
    parcels: order.shipments.length,
    parcelsDelivered: order.shipments.filter((parcel) => parcel.status === 'DELIVERED').length,
    unitsLeft: unitsLeftOf(order),
    updatedAt: order.updatedAt,
    deliveredAt: order.deliveredAt,
    move: nextMove(order, new Date())?.kind ?? null,
    editId: order.edit?.id ?? null,
    holdUntil: order.hold?.until ?? null,
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
