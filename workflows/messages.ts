import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ShipmentUpdate } from '../domain/decisions.ts';
import type { Address, OperatorStep } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';

/** What can be said to a running order, and by whom: shipping systems (signal), the API and operators (updates). */

/** Its argument is checked when it is handled: whatever has an unknown shape is logged and ignored. */
export const shipmentUpdated = defineSignal<[message: unknown]>('shipmentUpdated');

/** What has shipped is to be paid for. Said too early or again, it changes nothing. */
export const settlePayment = defineSignal('settlePayment');

/** Somebody found a payment open for an order that is canceled: it looks for itself. */
export const paymentLeftOpen = defineSignal('paymentLeftOpen');

/** Resolves once the order is decided. */
export const decided = defineUpdate<OrderSnapshot>('decided');

export const cancelOrder = defineUpdate<OrderSnapshot, [note: string | null]>('cancelOrder');

export const changeAddress = defineUpdate<OrderSnapshot, [address: Address]>('changeAddress');

/** The same as the signal, with an answer; a delivery before its shipment is refused. */
export const updateShipment = defineUpdate<
  { order: OrderSnapshot; repeated: boolean },
  [update: ShipmentUpdate & { type: 'shipped' | 'delivered' }]
>('updateShipment');

/** An operator's word on a compensation or a capture that was given up. */
export const resolveCompensation = defineUpdate<
  OrderSnapshot,
  [word: { step: OperatorStep; action: 'retry' | 'skip'; note: string }]
>('resolveCompensation');

export const orderState = defineQuery<OrderSnapshot | null>('orderState');
