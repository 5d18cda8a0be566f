import type { Minor } from './money.ts';
import type { OrderStatus } from './states.ts';
import type { Storefront } from './storefronts.ts';

export const PAYMENT_STATUSES = [
  'none',
  'authorized',
  'declined',
  'voided',
  'partially_captured',
  'captured',
  'partially_refunded',
  'refunded',
] as const;

export interface Payment {
  status: (typeof PAYMENT_STATUSES)[number];
  /** What the provider holds and nobody has taken yet: a void and a final capture bring it to 0. */
  authorized: Minor;
  captured: Minor;
  refunded: Minor;
}

/** What the payment service was asked to hold, and what became of it. The first is the checkout's. */
export interface Authorization {
  /** 1, 2, 3… over the order's: part of its key. */
  number: number;
  amount: Minor;
  captured: Minor;
  /** In how many parts it was taken. */
  captures: number;
  /** Given back without having been taken. */
  released: Minor;
  refunded: Minor;
  authorizedAt: string;
  /** Until when it can be captured; null where the provider does not say. */
  captureBefore: string | null;
  /** Whether it can be captured in parts; otherwise the first capture gives back the rest. */
  multicapture: boolean;
  /** Nobody pays for it anew: an operator has it used as long as it lasts. */
  unrenewed?: true;
}

/** What an authorization still holds. */
export function heldBy({ amount, captured, released }: Authorization): Minor {
  return amount - captured - released;
}

/** A refund on record: asked for, and in parts where it was captured in parts. */
export interface Refund {
  id: string;
  status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  amount: Minor;
  /** Given back so far. */
  refunded: Minor;
  reason: string | null;
  /** Null for an amount. */
  lines: LineQuantity[] | null;
  /** Null for one that no return caused. */
  returnId: string | null;
  /** It failed, and an operator has given it back otherwise: it is not tried again. */
  byHand?: true;
  createdAt: string;
}

export interface ReceivedLine extends LineQuantity {
  /** Back for sale, or written off. */
  restock: boolean;
}

/** What a customer sends back. */
export interface Return {
  id: string;
  status: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'RECEIVED';
  lines: LineQuantity[];
  reason: string | null;
  /** Why it was rejected. */
  note: string | null;
  received: ReceivedLine[];
  refundId: string | null;
  createdAt: string;
}

/** Why an order waits for somebody's look. */
export interface Hold {
  /** Where it returns to. */
  from: OrderStatus;
  /** A code of {@link HOLD_REASONS}. */
  reason: HoldReason;
  /** Words of a person, or of the fraud check. */
  note: string | null;
  /** Then it is over: an order that was never confirmed is canceled, any other waits on. Null: until somebody says so. */
  until: string | null;
}

export const HOLD_REASONS = ['fraud_check', 'payment_declined', 'requested'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** A line as an edit wants it. */
export type EditedLine = Pick<OrderLine, 'id' | 'sku' | 'quantity' | 'unitPrice' | 'total'>;

/** An edit that is under way: its stock is reserved, its money is being authorized. */
export interface Edit {
  id: string;
  lines: EditedLine[];
}

/** What was given up and waits for an operator, and why. */
export interface Attention {
  step: OperatorStep;
  error: string;
  since: string;
}

export interface Address {
  name: string;
  line1: string;
  line2?: string | undefined;
  city: string;
  region?: string | undefined;
  postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  country: string;
  phone?: string | undefined;
}

export interface OrderLine {
  id: string;
  sku: string;
  quantity: number;
  /** Null where only the line's total was given. */
  unitPrice: Minor | null;
  total: Minor;
  shipped: number;
  canceled: number;
  returned: number;
}

export interface Charge {
  type: string;
  name: string;
  amount: Minor;
}

export interface LineQuantity {
  lineId: string;
  quantity: number;
}

/** A parcel. Its id is the sender's where it gave one, ours otherwise. */
export interface Shipment {
  id: string;
  status: 'SHIPPED' | 'DELIVERED';
  carrier: string | null;
  trackingNumber: string | null;
  lines: LineQuantity[];
}

/** Units of a SKU. */
export interface SkuQuantity {
  sku: string;
  quantity: number;
}

/** Units of a SKU at a location. */
export interface StockQuantity extends SkuQuantity {
  location: string;
}

/** What a canceled order has to give back. */
export const COMPENSATIONS = ['stock', 'payment'] as const;
export type Compensation = (typeof COMPENSATIONS)[number];

/** What is done with the money of an order that lives: domain/money-moves.ts says when. */
export const MOVE_KINDS = ['capture', 'authorize', 'release', 'refund'] as const;
export type MoveKind = (typeof MOVE_KINDS)[number];

/** What an operator may have to answer for: a compensation, a move of money, or a parcel that nobody expected. */
export const OPERATOR_STEPS = [...COMPENSATIONS, ...MOVE_KINDS, 'shipment'] as const;
export type OperatorStep = (typeof OPERATOR_STEPS)[number];

/** What is true of an order from the moment it is placed, and never changes but for its address. */
export interface PlacedOrder {
  id: string;
  storefront: Storefront;
  customerId: string | null;
  email: string | null;
  locale: string | null;
  reference: string | null;
  currency: string;
  lines: OrderLine[];
  charges: Charge[];
  total: Minor;
  shippingAddress: Address;
  billingAddress: Address | null;
  metadata: Record<string, string>;
}

/** The order as the fold of its events. */
export interface Order extends PlacedOrder {
  status: OrderStatus;
  version: number;
  /** How many public events it has had: the CloudEvents extension `sequence` of the last one. */
  publicSequence: number;
  /** The sums of its authorizations. */
  payment: Payment;
  authorizations: Authorization[];
  /** What is due and is not taken any more: an operator has settled it otherwise. */
  waived: Minor;
  refunds: Refund[];
  returns: Return[];
  /** Units of it that wait for stock. */
  backorders: SkuQuantity[];
  hold: Hold | null;
  edit: Edit | null;
  shipments: Shipment[];
  /** Deliveries that overtook their shipment; `shipmentId` null means the next one. */
  earlyDeliveries: { eventId: string; shipmentId: string | null }[];
  /** Compensations that have neither succeeded nor been skipped by an operator. */
  openCompensations: Compensation[];
  /** Steps that were given up and wait for an operator. */
  attention: Attention[];
  needsAttention: boolean;
  /** Nothing was found to void, but a call that was given up may still authorize: look again later. */
  paymentUncertain: boolean;
  cancelReason: string | null;
  cancelNote: string | null;
  /** What the refusal's answer needs beside its code, such as the lines that were short. */
  cancelDetails: Record<string, unknown> | null;
  /** When the last of it arrived. */
  deliveredAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** Units of a line that are still to be shipped. */
export function unitsLeft(line: OrderLine): number {
  return line.quantity - line.shipped - line.canceled;
}

/** Units of the order that are still to be shipped. */
export function unitsLeftOf({ lines }: Pick<Order, 'lines'>): number {
  return lines.reduce((sum, line) => sum + unitsLeft(line), 0);
}

export function needsAttentionFor({ attention }: Pick<Order, 'attention'>, step: OperatorStep): boolean {
  return attention.some((known) => known.step === step);
}

/** Units of a line that have arrived. */
export function unitsDelivered({ shipments }: Pick<Order, 'shipments'>, lineId: string): number {
  return unitsOf(
    shipments.filter(({ status }) => status === 'DELIVERED').flatMap(({ lines }) => lines),
    lineId,
  );
}

export function unitsOf(lines: readonly LineQuantity[], lineId: string): number {
  return lines.reduce((sum, line) => (line.lineId === lineId ? sum + line.quantity : sum), 0);
}
