import type postgres from 'postgres';
import type { Checkout } from '../../../domain/gateway.ts';
import type { Order } from '../../../domain/order.ts';
import { cloudEvent } from '../../../domain/public-events.ts';
import { NO_LATER_LIFE } from '../../../domain/reducer.ts';
import { newId } from '../../../db/ids.ts';
import { outboxRow } from '../../../db/outbox.ts';
import { isDecline, type Outcome } from './outcome.ts';
import { placedAt } from './outside.ts';
import type { Tx } from './rows.ts';

/** The row of the outbox that tells others what became of an order. */
export function announcement(checkout: Checkout, outcome: Outcome) {
  const order = decidedOrder(checkout, outcome);
  const event = { id: newId(), version: order.version, time: outcome.decidedAt };
  return outboxRow(
    outcome.status === 'PROCESSING'
      ? cloudEvent({ ...event, type: 'order.confirmed', data: { authorized: order.payment.authorized } }, order)
      : cloudEvent({ ...event, type: 'order.canceled', data: {} }, order),
  );
}

/** The CTE that puts it into the outbox, for the order that `changed` has the id of. */
export function telling(tx: Tx, event: ReturnType<typeof announcement>, changed: postgres.Fragment) {
  return tx`
    told as (
      insert into outbox (order_id, sequence, partition, event_type, storefront, message)
      select id, ${event.sequence}, ${event.partition}, ${event.eventType}, ${event.storefront}, ${event.message}
      from ${changed}
    )`;
}

/** The order as its rows say it once it is decided, without reading them. */
export function decidedOrder({ order, paymentMethod }: Checkout, outcome: Outcome): Order {
  const isCanceled = outcome.status === 'CANCELED';
  const authorized = isCanceled || paymentMethod === null ? 0 : order.total;
  const isDeclined = isCanceled && isDecline(outcome.reason);
  return {
    ...order,
    lines: isCanceled ? order.lines.map((line) => ({ ...line, canceled: line.quantity })) : order.lines,
    status: outcome.status,
    version: 3,
    publicSequence: 1,
    payment: {
      status: isDeclined ? 'declined' : authorized > 0 ? 'authorized' : 'none',
      authorized,
      captured: 0,
      refunded: 0,
    },
    ...NO_LATER_LIFE,
    openCompensations: [],
    needsAttention: false,
    paymentUncertain: false,
    cancelReason: isCanceled ? outcome.reason : null,
    cancelNote: null,
    cancelDetails: null,
    createdAt: placedAt(order.id).toISOString(),
    updatedAt: outcome.decidedAt,
  };
}
