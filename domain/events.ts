import type { Address, Compensation, PlacedOrder, Shipment, StockQuantity } from './order.ts';

/** What happened to an order, in the words of this house: the rows of `order_events`, immutable once written. */
export type OrderEvent =
  | { type: 'order.placed'; data: { order: PlacedOrder } }
  | { type: 'stock.reserved'; data: { reservations: StockQuantity[] } }
  | { type: 'order.confirmed'; data: { authorized: number } }
  | { type: 'address.changed'; data: { shippingAddress: Address } }
  | { type: 'order.partially_shipped'; data: { eventId: string; shipment: Shipment } }
  | { type: 'order.shipped'; data: { eventId: string; shipment: Shipment } }
  | { type: 'delivery.early'; data: { eventId: string; shipmentId: string | null } }
  | { type: 'parcel.delivered'; data: { eventId: string; shipmentId: string } }
  | { type: 'order.delivered'; data: { eventId: string; shipmentId: string } }
  | {
      type: 'order.cancel_started';
      data: {
        reason: string;
        note: string | null;
        details: Record<string, unknown> | null;
        undo: Compensation[];
      };
    }
  | { type: 'stock.released'; data: { reservations: StockQuantity[] } }
  | { type: 'payment.voided'; data: { amount: number; certain: boolean } }
  | { type: 'compensation.failed'; data: { step: Compensation; error: string } }
  | { type: 'compensation.skipped'; data: { step: Compensation; note: string } }
  | { type: 'order.canceled'; data: Record<string, never> }
  | { type: 'payment.captured'; data: { amount: number } }
  | { type: 'capture.failed'; data: { error: string } }
  | { type: 'capture.skipped'; data: { note: string } }
  // How many at the provider: their ids are tokens, and the timeline shows none.
  | { type: 'payment.left_open'; data: { intents: number } };

export type OrderEventType = OrderEvent['type'];

/** An event in its place: `version` is contiguous per order, `time` RFC 3339 in UTC. */
export type RecordedEvent = OrderEvent & { id: string; version: number; time: string };
