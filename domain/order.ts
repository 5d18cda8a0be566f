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
  /** What the provider holds and nobody has taken yet: a void and the final capture bring it to 0. */
  authorized: Minor;
  captured: Minor;
  refunded: Minor;
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

/** Units of a SKU at a location. */
export interface StockQuantity {
  sku: string;
  location: string;
  quantity: number;
}

/** What a canceled order has to give back. */
export const COMPENSATIONS = ['stock', 'payment'] as const;
export type Compensation = (typeof COMPENSATIONS)[number];

/** What an operator may have to answer for: a compensation, or the capture of what has shipped. */
export const OPERATOR_STEPS = [...COMPENSATIONS, 'capture'] as const;
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
  payment: Payment;
  shipments: Shipment[];
  /** Deliveries that overtook their shipment; `shipmentId` null means the next one. */
  earlyDeliveries: { eventId: string; shipmentId: string | null }[];
  /** Compensations that have neither succeeded nor been skipped by an operator. */
  openCompensations: Compensation[];
  /** Compensations that were given up and wait for an operator; a capture too, and a payment left open after all. */
  failedCompensations: OperatorStep[];
  needsAttention: boolean;
  /** Nothing was found to void, but a call that was given up may still authorize: look again later. */
  paymentUncertain: boolean;
  cancelReason: string | null;
  cancelNote: string | null;
  /** What the refusal's answer needs beside its code, such as the lines that were short. */
  cancelDetails: Record<string, unknown> | null;
  createdAt: string;
  updatedAt: string;
}

/** Units of a line that are still to be shipped. */
export function unitsLeft(line: OrderLine): number {
  return line.quantity - line.shipped - line.canceled;
}
