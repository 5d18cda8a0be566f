import type {
  Address,
  Authorization,
  Compensation,
  Edit,
  EditedLine,
  Hold,
  LineQuantity,
  OperatorStep,
  PlacedOrder,
  ReceivedLine,
  Refund,
  Return,
  Shipment,
  SkuQuantity,
  StockQuantity,
} from './order.ts';

/** What the provider said of an authorization. In events from before it was asked, nothing. */
export type AuthorizationTerms = Pick<Authorization, 'captureBefore' | 'multicapture'>;

/** What happened to an order, in the words of this house: the rows of `order_events`, immutable once written. */
export type OrderEvent =
  | { type: 'order.placed'; data: { order: PlacedOrder } }
  | { type: 'stock.reserved'; data: { reservations: StockQuantity[]; backorders?: SkuQuantity[] } }
  /** Stock has come for units that waited for it. */
  | { type: 'stock.allocated'; data: { reservations: StockQuantity[] } }
  | { type: 'order.confirmed'; data: { authorized: number } & Partial<AuthorizationTerms> }
  | { type: 'address.changed'; data: { shippingAddress: Address } }
  | { type: 'order.partially_shipped'; data: { eventId: string; shipment: Shipment } }
  | { type: 'order.shipped'; data: { eventId: string; shipment: Shipment } }
  /** A parcel left that nobody may have sent: it is an operator's. */
  | { type: 'shipment.refused'; data: { eventId: string; shipment: Shipment; error: string } }
  | { type: 'delivery.early'; data: { eventId: string; shipmentId: string | null } }
  | { type: 'parcel.delivered'; data: { eventId: string; shipmentId: string } }
  /** Without an `eventId`: all that had left had arrived when the rest was canceled. */
  | { type: 'order.delivered'; data: { eventId: string | null; shipmentId: string } }
  | { type: 'line.canceled'; data: LineQuantity & { note: string | null } }
  /** Nothing is left to ship. */
  | { type: 'rest.canceled'; data: Record<string, never> }
  | { type: 'order.held'; data: Omit<Hold, 'from'> }
  | { type: 'order.released'; data: { note: string | null } }
  | { type: 'edit.started'; data: Edit }
  | { type: 'edit.failed'; data: { id: string; code: string; error: string } }
  /** `backorders` is all that waits for stock from then on. */
  | { type: 'order.edited'; data: { id: string; lines: EditedLine[]; backorders: SkuQuantity[] } }
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
  /** `number` is the authorization's; 1 in events that have none. `released` is what a final capture gave back: all the rest there. */
  | { type: 'payment.authorized'; data: { number: number; amount: number } & AuthorizationTerms }
  | { type: 'payment.captured'; data: { amount: number; number?: number; released?: number } }
  | { type: 'payment.released'; data: { amount: number; number: number } }
  | { type: 'refund.requested'; data: Pick<Refund, 'id' | 'amount' | 'reason' | 'lines' | 'returnId'> }
  | { type: 'payment.refunded'; data: { refundId: string; number: number; amount: number } }
  | { type: 'return.requested'; data: Pick<Return, 'id' | 'lines' | 'reason'> }
  | { type: 'return.approved'; data: { returnId: string } }
  | { type: 'return.rejected'; data: { returnId: string; note: string | null } }
  | { type: 'return.received'; data: { returnId: string; lines: ReceivedLine[]; refundId: string | null } }
  | { type: 'capture.failed'; data: { error: string } }
  | { type: 'capture.skipped'; data: { note: string } }
  /** The same of everything but a compensation and a capture, which have their own. */
  | { type: 'step.failed'; data: { step: OperatorStep; error: string } }
  /** `number`: of an authorization that stays held. */
  | { type: 'step.skipped'; data: { step: OperatorStep; note: string; number?: number } }
  | { type: 'step.retried'; data: { step: OperatorStep; note: string } }
  // How many at the provider: their ids are tokens, and the timeline shows none.
  | { type: 'payment.left_open'; data: { intents: number } };

export type OrderEventType = OrderEvent['type'];

/** An event in its place: `version` is contiguous per order, `time` RFC 3339 in UTC. */
export type RecordedEvent = OrderEvent & { id: string; version: number; time: string };
