import type { ShipmentUpdate } from './decisions.ts';
import type { WantedLine } from './edits.ts';
import type { ErrorCode, ErrorDetails } from './errors.ts';
import type { Address, LineQuantity, OperatorStep, Order, PlacedOrder } from './order.ts';
import type { RefundRequest } from './refunds.ts';
import type { Received } from './returns.ts';

/** A request that came with an Idempotency-Key. */
export interface KeyedRequest {
  /** Caller and route. */
  scope: string;
  key: string;
  /** SHA-256 of the canonical body. */
  fingerprint: string;
}

/** What the key stands for: the order that it makes, or its change of an order, by the id that the change has. */
export interface KeyClaim extends KeyedRequest {
  orderId: string;
  /** Of a new order: kept with the claim, and again by whoever claims again. */
  sealed?: SealedKey;
}

/** An order's own key, as it may be kept: wrapped by a key of the ring, in base64. */
export interface SealedKey {
  ringKey: string;
  wrapped: string;
}

/** What a keyed change came to, to be said again: an answer to the byte, or a refusal by its name. */
export type StoredAnswer =
  | { status: number; headers: Record<string, string>; body: string }
  | { refused: ErrorCode; message: string; details: ErrorDetails };

/** What a checkout hands over: the order, the token that pays for it (null: nothing to pay), and its key's claim. */
export interface Checkout {
  order: PlacedOrder;
  paymentMethod: string | null;
  claim?: KeyClaim;
}

/** `decided` is false when the deadline passed first: the order will be decided, and can be read. */
export interface Decision {
  order: Order;
  decided: boolean;
}

/** An order after a shipping update; `repeated` when that event was known already. */
export interface ShipmentResult {
  order: Order;
  repeated: boolean;
}

/** What can be asked of an order after its answer; `id` is the asker's own, and nothing happens twice for it. */
export interface OrderRequests {
  cancelLine: LineQuantity & { reason: string | null };
  refundOrder: RefundRequest;
  requestReturn: { lines: LineQuantity[]; reason: string | null };
  approveReturn: { returnId: string };
  rejectReturn: { returnId: string; reason: string | null };
  receiveReturn: { returnId: string; received: Received };
  holdOrder: { reason: string | null };
  releaseOrder: { reason: string | null };
  /** Of a held order: all of it, or what has not shipped. */
  rejectOrder: { reason: string | null };
  /** The whole list of lines as wanted. */
  editOrder: { lines: WantedLine[] };
}

/** Those that are one transaction. `rejectRest` is what becomes of a rejection where a part has shipped. */
export type ChangeName = Exclude<keyof OrderRequests, 'rejectOrder' | 'editOrder'> | 'rejectRest';

/**
 * The one way to a running order, for the API, the message handlers and ops. Every call starts the order's workflow
 * again from Postgres where it has ended. Refusals are thrown as OrderSagaError.
 */
export interface OrderGateway {
  place(checkout: Checkout): Promise<Decision>;
  cancel(orderId: string, note: string | null): Promise<Decision>;
  changeAddress(orderId: string, address: Address): Promise<Order>;
  ship(orderId: string, update: ShipmentUpdate): Promise<ShipmentResult>;
  deliver(orderId: string, update: ShipmentUpdate & { shipmentId: string }): Promise<ShipmentResult>;
  /** The signal `shipmentUpdated`; resolves once Temporal has it. */
  shipmentUpdated(orderId: string, update: ShipmentUpdate & { type: 'shipped' | 'delivered' }): Promise<void>;
  /** What has shipped is to be paid for: the signal `settlePayment`; resolves once Temporal has it. */
  settle(orderId: string): Promise<void>;
  /** Something was found open for a canceled order: the signal `paymentLeftOpen`; resolves once Temporal has it. */
  paymentLeftOpen(orderId: string): Promise<void>;
  /**
   * Asks for a change, and waits for it and for the money that it moves. Past the deadline the order as it stands, where it
   * has been changed by then; `dependency_unavailable` otherwise.
   */
  change<Name extends keyof OrderRequests>(
    orderId: string,
    name: Name,
    id: string,
    request: OrderRequests[Name],
  ): Promise<Order>;
  /** Stock has come for units of it that waited: the signal `stockArrived`; resolves once Temporal has it. */
  stockArrived(orderId: string): Promise<void>;
  /** An operator's word on a step that was given up. */
  resolve(orderId: string, step: OperatorStep, action: 'retry' | 'skip', note: string): Promise<Decision>;
  /** Makes sure that the order's workflow runs; does nothing where it does. */
  resume(orderId: string): Promise<void>;
}
