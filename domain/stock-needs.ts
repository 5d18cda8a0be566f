import { type EditedLine, type Order, type SkuQuantity, unitsLeft } from './order.ts';
import { demand } from './stock.ts';

/** What these lines would have to ship of an order that has come as far as this one, by SKU. */
export function unitsToShip(order: Pick<Order, 'lines'>, lines: readonly EditedLine[] = order.lines): SkuQuantity[] {
  const known = new Map(order.lines.map((line) => [line.id, line]));
  const left = lines.map(({ id, sku, quantity }) => {
    const { shipped, canceled } = known.get(id) ?? { shipped: 0, canceled: 0 };
    return { sku, quantity: quantity - shipped - canceled };
  });
  return demand(left).filter(({ quantity }) => quantity > 0);
}

/** The most that an order may hold or wait for: what is left of it to ship; while it is edited, also what it may come to. */
export function unitsToKeep({ lines, edit }: Pick<Order, 'lines' | 'edit'>): Map<string, number> {
  const left = demand(lines.map((line) => ({ sku: line.sku, quantity: unitsLeft(line) })));
  const keep = new Map(left.map(({ sku, quantity }) => [sku, quantity]));
  for (const { sku, quantity } of edit ? unitsToShip({ lines }, edit.lines) : []) {
    keep.set(sku, Math.max(quantity, keep.get(sku) ?? 0));
  }
  return keep;
}
