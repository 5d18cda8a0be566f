import type { UpdateDefinition } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ChangeName } from '../domain/gateway.ts';
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

/** Stock has come for units of it that waited. */
export const stockArrived = defineSignal('stockArrived');

export const SIGNALS = ['shipmentUpdated', 'settlePayment', 'paymentLeftOpen', 'stockArrived'] as const;

/** Resolves once the order is decided, or waits for a person. */
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

/** The rest of what can be asked of it, each an update whose argument contracts/changes.ts has under its name. */
export const CHANGE_NAMES = [
  'cancelLine',
  'refundOrder',
  'requestReturn',
  'approveReturn',
  'rejectReturn',
  'receiveReturn',
  'holdOrder',
  'releaseOrder',
] as const satisfies readonly ChangeName[];

type Change = UpdateDefinition<OrderSnapshot, [change: unknown]>;

// TypeScript does not know the names of an object made of entries.
export const CHANGES = Object.fromEntries(
  CHANGE_NAMES.map((name): [string, Change] => [name, defineUpdate(name)]),
) as Record<(typeof CHANGE_NAMES)[number], Change>;

/** A held order is not to go on: it is canceled, or what has not shipped of it. */
export const rejectOrder = defineUpdate<OrderSnapshot, [change: unknown]>('rejectOrder');

/** The whole list of lines as wanted, all or nothing: EditOrder of contracts/changes.ts. */
export const editOrder = defineUpdate<OrderSnapshot, [edit: unknown]>('editOrder');

export const orderState = defineQuery<OrderSnapshot | null>('orderState');
