import { z } from 'zod';
import { WarehouseCloudEvent } from '../../contracts/events.ts';
import { orderEvent } from '../../contracts/events/order.ts';
import { ordersToTell } from '../../db/backorders.ts';
import type { Db } from '../../db/client.ts';
import { handleOnce } from '../../db/inbox.ts';
import { noteLevels } from '../../db/stock-levels.ts';
import { recordMovement } from '../../db/stock-movements.ts';
import type { StockMovement } from '../../domain/stock-book.ts';
import { DeadMessage } from '../attempt.ts';
import type { MessageHandler } from '../port.ts';
import { reading } from '../reading.ts';

const CONSUMER = 'inventory';
/** How far a warehouse's clock may be ahead of ours. */
const AHEAD_MS = 5 * 60 * 1000;

const Heard = z.discriminatedUnion('type', [
  WarehouseCloudEvent,
  orderEvent('order.created'),
  orderEvent('order.updated'),
]);

const KINDS = { 'stock.counted': 'counted', 'stock.received': 'received', 'stock.damaged': 'damaged' } as const;

export interface InventoryDeps {
  db: Db;
  /** For SKUs that have none of their own in stock_levels. */
  lowStockThreshold: number;
  /** Orders hold units that the warehouse does not find. */
  onShort: (stock: { sku: string; location: string; short: number }) => void;
  /** Stock has come for orders that waited for it. */
  stockArrived: (orderIds: string[], signal: AbortSignal) => Promise<void>;
}

/**
 * The warehouse's word -> the stock and the orders that waited for it, and stock that runs low -> `stock.low`. What the warehouse says is true also where
 * orders hold more: then nothing is for sale until it is there again (docs/decisions/0012).
 */
export function inventoryHandler({ db, lowStockThreshold, onShort, stockArrived }: InventoryDeps): MessageHandler {
  return reading(Heard, async (event, signal) => {
    if (event.type === 'order.created' || event.type === 'order.updated') {
      const skus = event.data.lines.map(({ sku }) => sku);
      await handleOnce(db, CONSUMER, event.id, (tx) => noteLevels(tx, skus, lowStockThreshold));
    } else {
      await adjust(movementOf(event), signal);
    }
  });

  async function adjust(movement: StockMovement, signal: AbortSignal): Promise<void> {
    const { sku, location } = movement;
    let short = 0;
    await handleOnce(db, CONSUMER, movement.id, async (tx) => {
      ({ short } = await recordMovement(tx, movement));
      await noteLevels(tx, [sku], lowStockThreshold);
    });
    if (short > 0) onShort({ sku, location, short });
    // Also of a repeat: its first try may have died before it told them.
    await stockArrived(await ordersToTell(db, [sku]), signal);
  }
}

function movementOf({ source, id, type, time, data }: WarehouseCloudEvent): StockMovement {
  // A count from next year would have in it all that happens until then.
  if (Date.parse(time) > Date.now() + AHEAD_MS) throw new DeadMessage(`its time has not come yet: ${time}`);
  // Two warehouses may number their events alike: CloudEvents' ids are unique to their source.
  return { ...data, id: `${source} ${id}`, kind: KINDS[type], time: new Date(time) };
}
