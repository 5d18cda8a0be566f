import type { InventoryView } from '../contracts/http.ts';
import type { Db } from '../db/client.ts';
import { readInventory, setOnHand } from '../db/inventory.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Handlers } from './routes.ts';

/** The stock, for operators. */
export function inventoryHandlers(db: Db): Pick<Handlers, 'setInventory' | 'getInventory'> {
  async function view(sku: string): Promise<InventoryView> {
    const rows = await readInventory(db, sku);
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
      locations,
    };
  }

  return {
    async setInventory({ params, query, body }) {
      await setOnHand(db, params.sku, query.location, body.onHand);
      return { status: 200, body: await view(params.sku) };
    },
    getInventory: async ({ params }) => ({ status: 200, body: await view(params.sku) }),
  };
}
