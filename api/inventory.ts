import type { InventoryView } from '../contracts/http.ts';
import type { Db } from '../db/client.ts';
import { ordersToTell } from '../db/backorders.ts';
import { readBackorder, readInventory, setStock } from '../db/inventory.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Handlers } from './routes.ts';

export interface InventoryDeps {
  db: Db;
  /** Stock has come for orders that waited for it. */
  stockArrived: (orderIds: string[]) => Promise<void>;
}

/** The stock, for operators. */
export function inventoryHandlers({
  db,
  stockArrived,
}: InventoryDeps): Pick<Handlers, 'setInventory' | 'getInventory'> {
  async function view(sku: string): Promise<InventoryView> {
    const [rows, backorder] = await Promise.all([readInventory(db, sku), readBackorder(db, sku)]);
    if (rows.length === 0) throw new OrderSagaError('not_found', `There is no SKU ${sku}`);
    const locations = rows.map((row) => ({ ...row, available: row.onHand - row.reserved }));
    const sum = (field: 'onHand' | 'reserved' | 'available' | 'short') =>
      locations.reduce((n, row) => n + row[field], 0);
    return {
      sku,
      onHand: sum('onHand'),
      reserved: sum('reserved'),
      available: sum('available'),
      short: sum('short'),
      ...backorder,
      locations,
    };
  }

  return {
    async setInventory({ params, query, body }) {
      await setStock(db, params.sku, query.location, body);
      await stockArrived(await ordersToTell(db, [params.sku]));
      return { status: 200, body: await view(params.sku) };
    },
    getInventory: async ({ params }) => ({ status: 200, body: await view(params.sku) }),
  };
}
