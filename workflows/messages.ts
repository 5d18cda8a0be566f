import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ShipmentUpdate } from '../domain/decisions.ts';
import type { Address, Compensation } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';

/** What can be said to a running order, and by whom: shipping systems (signal), the API and operators (updates). */

/** Its argument is checked when it is handled: whatever has an unknown shape is logged and ignored. */
export const shipmentUpdated = defineSignal<[message: unknown]>('shipmentUpdated');

/** Resolves once the order is decided. */
export const decided = defineUpdate<OrderSnapshot>('decided');

export const cancelOrder = defineUpdate<OrderSnapshot, [note: string | null]>('cancelOrder');

export const changeAddress = defineUpdate<OrderSnapshot, [address: Address]>('changeAddress');

/** The same as the signal, with an answer; a delivery before its shipment is refused. */
export const updateShipment = defineUpdate<
  { order: OrderSnapshot; repeated: boolean },
  [update: ShipmentUpdate & { type: 'shipped' | 'delivered' }]
>('updateShipment');

/** An operator's word on a compensation that was given up. */
export const resolveCompensation = defineUpdate<
  OrderSnapshot,
  [word: { step: Compensation; action: 'retry' | 'skip'; note: string }]
>('resolveCompensation');

export const orderState = defineQuery<OrderSnapshot | null>('orderState');
