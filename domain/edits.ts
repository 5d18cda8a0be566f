import { invalidField } from './errors.ts';
import type { OrderEvent } from './events.ts';
import { type Minor, orderTotal, priceLine } from './money.ts';
import type { Edit, EditedLine, Order, OrderLine, SkuQuantity } from './order.ts';
import { invalidTransition } from './states.ts';

/** A line as somebody wants it: one that is there by its id, which keeps its price unless another is given; or a new one. */
export interface WantedLine {
  id?: string | undefined;
  sku?: string | undefined;
  quantity: number;
  unitPrice?: Minor | undefined;
  total?: Minor | undefined;
}

/**
 * The whole list as wanted: what is missing is taken off the order.
 * @param newIds for lines that are new, one each at least
 * @throws OrderSagaError `invalid_request` for lines that cannot be; `invalid_transition` for what has shipped or is canceled
 *   already, and while another edit is under way
 */
export function startEdit(
  order: Order,
  id: string,
  wanted: readonly WantedLine[],
  newIds: readonly string[],
): OrderEvent[] {
  if (order.edit) throw invalidTransition(order.status, 'another edit is under way');
  const lines = wanted.map((line, index) => editedLine(order, line, index, newIds[index] ?? ''));
  const ids = lines.map((line) => line.id);
  const twice = ids.findIndex((lineId, index) => ids.indexOf(lineId) !== index);
  if (twice >= 0) throw invalidField(`/lines/${twice}/id`, 'the line is there twice');
  assertPossible(order, lines);
  return [{ type: 'edit.started', data: { id, lines } }];
}

/**
 * It is paid for and its stock is there: from here on the order is as wanted.
 * @param backorders all that waits for stock from then on
 * @throws OrderSagaError `invalid_transition` where it was overtaken by what has happened meanwhile
 */
export function finishEdit(order: Order, id: string, backorders: SkuQuantity[]): OrderEvent[] {
  const { lines } = theEdit(order, id);
  assertPossible(order, lines);
  return [{ type: 'order.edited', data: { id, lines, backorders } }];
}

/** Nothing of it stays. Over already: nothing happens. */
export function failEdit(order: Order, id: string, code: string, error: string): OrderEvent[] {
  return order.edit?.id === id ? [{ type: 'edit.failed', data: { id, code, error } }] : [];
}

/** @throws OrderSagaError `invalid_transition` where it is not under way any more */
export function theEdit(order: Order, id: string): Edit {
  if (order.edit?.id !== id) throw invalidTransition(order.status, 'the edit was overtaken');
  return order.edit;
}

function editedLine(order: Order, wanted: WantedLine, index: number, newId: string): EditedLine {
  const known = wanted.id === undefined ? undefined : order.lines.find(({ id }) => id === wanted.id);
  if (wanted.id !== undefined && !known) throw invalidField(`/lines/${index}/id`, `the order has no line ${wanted.id}`);
  const sku = wanted.sku ?? known?.sku;
  if (sku === undefined) throw invalidField(`/lines/${index}/sku`, 'a new line needs a SKU');
  if (known && sku !== known.sku) throw invalidField(`/lines/${index}/sku`, `line ${known.id} is of ${known.sku}`);
  const { quantity, unitPrice, total } = wanted;
  const price =
    unitPrice === undefined && total === undefined && known ? priceOf(known, quantity) : { unitPrice, total };
  return { id: known?.id ?? newId, sku, quantity, ...priceLine({ quantity, ...price }, index) };
}

/** The price that it has. A line with a total alone has none for another quantity. */
function priceOf({ quantity, unitPrice, total }: OrderLine, wanted: number) {
  return { unitPrice, ...(unitPrice === null && quantity === wanted ? { total } : {}) };
}

function assertPossible(order: Order, lines: readonly EditedLine[]): void {
  for (const line of order.lines) {
    const after = lines.find(({ id }) => id === line.id);
    const gone = line.shipped + line.canceled;
    if ((after?.quantity ?? 0) < gone) {
      throw invalidTransition(order.status, `line ${line.id} has ${gone} units that have shipped or are canceled`);
    }
    const isCheaperOrDearer = after && gone > 0 && !hasSamePrice(line, after);
    if (isCheaperOrDearer) throw invalidTransition(order.status, `line ${line.id} has shipped at another price`);
  }
  const known = new Map(order.lines.map((line) => [line.id, line]));
  const left = lines.reduce((sum, line) => {
    const { shipped = 0, canceled = 0 } = known.get(line.id) ?? {};
    return sum + line.quantity - shipped - canceled;
  }, 0);
  if (left === 0) throw invalidTransition(order.status, 'nothing would be left to ship: cancel the rest');
  orderTotal(lines, order.charges);
}

function hasSamePrice(before: EditedLine, after: EditedLine): boolean {
  return before.unitPrice === null
    ? before.quantity === after.quantity && before.total === after.total
    : before.unitPrice === after.unitPrice;
}
