import { type Line, type ModelOrder, sum, type Units, unitsOf } from './shop.ts';

/** Unit by unit: what does not divide is spread over the first ones. */
function worth({ total, quantity }: Line, from: number, to: number): number {
  const least = Math.floor(total / quantity);
  const dearer = total - least * quantity;
  return sum(Array.from({ length: to - from }, (_, index) => (from + index < dearer ? least + 1 : least)));
}

/** What is to be taken once the units that `count` says are gone: charges come with the first of them. */
function due(order: ModelOrder, count: (line: Line) => number): number {
  if (sum(order.lines.map(count)) === 0) return 0;
  return Math.max(0, sum(order.lines.map((line) => worth(line, 0, count(line)))) + order.charges);
}

export const dueNow = (order: ModelOrder) => due(order, ({ shipped }) => shipped);

export const dueInAll = (order: ModelOrder) => due(order, ({ quantity, canceled }) => quantity - canceled);

export const totalOf = (order: ModelOrder) => sum(order.lines.map(({ total }) => total)) + order.charges;

export const refundedOf = (order: ModelOrder) => sum(order.refunds.map(({ amount }) => amount));

export const refundable = (order: ModelOrder) => order.captured - refundedOf(order);

/** Whatever moves an order's money takes all that is due. */
export function settle(order: ModelOrder): void {
  if (order.status !== 'CANCELED') order.captured = Math.max(order.captured, dueNow(order));
}

/** Units of a line that were given back already. */
export const refundedUnits = (order: ModelOrder, lineId: string) =>
  sum(order.refunds.map(({ lines }) => unitsOf(lines ?? [], lineId)));

/** What these units cost, after those of their line that were given back before. */
export function valueOf(order: ModelOrder, lines: readonly Units[]): number {
  return sum(
    lines.map(({ lineId, quantity }, index) => {
      const line = order.lines.find(({ id }) => id === lineId);
      if (!line) return 0;
      const before = refundedUnits(order, lineId) + unitsOf(lines.slice(0, index), lineId);
      return worth(line, before, before + quantity);
    }),
  );
}
