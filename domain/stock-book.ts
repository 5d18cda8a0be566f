/** What a row of the stock's trail says: how many units there are, or how many came or went. */
export const STOCK_MOVEMENT_KINDS = ['counted', 'received', 'damaged', 'shipped', 'returned'] as const;
export type StockMovementKind = (typeof STOCK_MOVEMENT_KINDS)[number];

export interface StockMovement {
  id: string;
  sku: string;
  location: string;
  kind: StockMovementKind;
  quantity: number;
  time: Date;
}

/** What has been recorded, so far, of what happened after a movement. */
export interface Since {
  /** A later count: it has the movement in it. */
  counted: boolean;
  /** Units that came less units that went. */
  moved: number;
}

/** Whether the units of a movement come or go. */
export const SIGN = { received: 1, damaged: -1, shipped: -1, returned: 1 } as const;

/**
 * How many units there are after one more movement. It comes out the same in whichever order movements become known: the
 * latest count, and what has come and gone since then; without a count, what there was at first and all that came and went.
 */
export function bookAfter(book: number, { kind, quantity }: StockMovement, since: Since): number {
  if (since.counted) return book;
  return kind === 'counted' ? quantity + since.moved : book + SIGN[kind] * quantity;
}

/**
 * The book as a row of the inventory. Below what orders hold, the row stays at that: nothing is for sale then, and `short`
 * says how many of the held units are not there. It gets less by what comes in, and by orders that give up what they hold.
 */
export function stockRow(book: number, reserved: number): { onHand: number; short: number } {
  const onHand = Math.max(book, reserved);
  return { onHand, short: onHand - book };
}
