import type { Minor } from './money.ts';
import type { Charge, Order, OrderLine } from './order.ts';
import { valueOfUnits } from './shares.ts';

type Charged = Pick<Order, 'charges'> & {
  lines: readonly Pick<OrderLine, 'quantity' | 'total' | 'shipped' | 'canceled'>[];
};

/**
 * What has to be captured by now: what has shipped, and the charges with the first parcel. A discount that is more than the
 * first parcels cost takes from the later ones.
 */
export function dueNow(order: Charged): Minor {
  if (order.lines.every((line) => line.shipped === 0)) return 0;
  return atLeastNothing(order.charges, (line) => line.shipped, order.lines);
}

/** What will have been captured once all that is not canceled has shipped. */
export function dueInAll(order: Charged): Minor {
  if (order.lines.every((line) => line.quantity === line.canceled)) return 0;
  return atLeastNothing(order.charges, (line) => line.quantity - line.canceled, order.lines);
}

/** Shipped units are a line's first, canceled ones its last: no unit counts twice. */
function atLeastNothing<Line extends Pick<OrderLine, 'quantity' | 'total'>>(
  charges: readonly Charge[],
  units: (line: Line) => number,
  lines: readonly Line[],
): Minor {
  const value = lines.reduce((sum, line) => sum + valueOfUnits(line, units(line)), 0);
  return Math.max(
    0,
    charges.reduce((sum, { amount }) => sum + amount, value),
  );
}
