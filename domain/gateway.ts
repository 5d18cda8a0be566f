import type { ShipmentUpdate } from './decisions.ts';
import type { Address, OperatorStep, Order, PlacedOrder } from './order.ts';

/** Which order an Idempotency-Key stands for. */
export interface KeyClaim {
  /** Caller and route. */
  scope: string;
  key: string;
  /** SHA-256 of the canonical body. */
  fingerprint: string;
  orderId: string;
}

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
  /** An operator's word on a compensation or a capture that was given up. */
  resolve(orderId: string, step: OperatorStep, action: 'retry' | 'skip', note: string): Promise<Decision>;
  /** Makes sure that the order's workflow runs; does nothing where it does. */
  resume(orderId: string): Promise<void>;
}
