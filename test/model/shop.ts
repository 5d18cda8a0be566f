/**
 * The shop as a reader of the contract would do its sums: nothing of the code under test is in it. Orders and stock are plain
 * data, so that a shop can be copied and asked "what if".
 */
export interface Line {
  /** Null until the shop has said which one a new line got. */
  id: string | null;
  sku: string;
  quantity: number;
  unitPrice: number | null;
  total: number;
  shipped: number;
  canceled: number;
  returned: number;
}

export interface Units {
  lineId: string;
  quantity: number;
}

export interface Parcel {
  id: string;
  lines: Units[];
  delivered: boolean;
}

export interface SentBack {
  id: string;
  status: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'RECEIVED';
  lines: Units[];
}

export type Status = 'ON_HOLD' | 'PROCESSING' | 'PARTIALLY_SHIPPED' | 'SHIPPED' | 'DELIVERED' | 'CANCELED';

export interface ModelOrder {
  id: string;
  status: Status;
  /** Why it was canceled; `either` where two refusals were there at once. */
  reason: string | null;
  method: string | null;
  charges: number;
  lines: Line[];
  parcels: Parcel[];
  /** Parcels that arrived before they left. */
  early: string[];
  hold: { from: Status | 'PENDING'; reason: 'fraud_check' | 'requested' } | null;
  refunds: { id: string; amount: number; lines: Units[] | null }[];
  returns: SentBack[];
  captured: number;
  /** Parcels that left when they should not have. */
  strays: number;
}

export interface Goods {
  start: number;
  received: number;
  shipped: number;
  restocked: number;
  /** Sold also when it is not there. */
  backorder: boolean;
  queue: { order: string; units: number }[];
}

export interface Shop {
  goods: Record<string, Goods>;
  orders: ModelOrder[];
  /** Ids of messages that have had their effect. */
  known: string[];
}

/**
 * What somebody is told: done, or refused with a code. Whether it had been done before is not held against the shop: its
 * worker may have lost the first answer, and then the second one is told that it had.
 */
export type Answer = 'done' | { refused: string };

/** A refusal with nothing changed. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export function theOrderOf(shop: Shop, id: string): ModelOrder {
  const order = shop.orders.find((one) => one.id === id);
  if (!order) throw new RangeError(`the model has no order ${id}`);
  return order;
}

export function lineOf(order: ModelOrder, id: string): Line {
  const line = order.lines.find((one) => one.id === id);
  if (!line) throw new Refused('invalid_request');
  return line;
}

export const leftOf = (line: Line) => line.quantity - line.shipped - line.canceled;

export const leftOfOrder = (order: ModelOrder) => sum(order.lines.map(leftOf));

export const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

export const unitsOf = (lines: readonly Units[], id: string | null) =>
  sum(lines.filter(({ lineId }) => lineId === id).map(({ quantity }) => quantity));
