import type { InventoryView } from '../contracts/http.ts';
import type { Db } from '../db/client.ts';
import { ordersToTell } from '../db/backorders.ts';
import { readBackorder, readInventory, readStockVersion, setStock } from '../db/inventory.ts';
import { listStock, type SkuStock } from '../db/stock-lists.ts';
import { OrderSagaError } from '../domain/errors.ts';
import { assertMatching, entityTag } from './conditional.ts';
import { decodeName, encodeName } from './cursor.ts';
import type { Answer, Handlers } from './routes.ts';

export interface InventoryDeps {
  db: Db;
  /** Stock has come for orders that waited for it. */
  stockArrived: (orderIds: string[]) => Promise<void>;
}

/** The stock, for operators. */
export function inventoryHandlers({
  db,
  stockArrived,
}: InventoryDeps): Pick<Handlers, 'setInventory' | 'getInventory' | 'listInventory'> {
  async function answer(sku: string): Promise<Answer> {
    // Before the rest: a tag may be older than what it goes with, and is refused then, but never newer.
    const version = await readStockVersion(db, sku);
    if (version === undefined) throw new OrderSagaError('not_found', `There is no SKU ${sku}`);
    const [rows, backorder] = await Promise.all([readInventory(db, sku), readBackorder(db, sku)]);
    const body = view({ sku, version, rows, ...backorder });
    return { status: 200, headers: { ETag: entityTag(version, body) }, body };
  }

  return {
    async setInventory({ params, query, body, header }) {
      await setStock(db, params.sku, query.location, body, (version) =>
        assertMatching(header('if-match'), version === null ? null : { version }),
      );
      await stockArrived(await ordersToTell(db, [params.sku]));
      return await answer(params.sku);
    },
    getInventory: async ({ params }) => await answer(params.sku),
    async listInventory({ query: { prefix, limit, cursor } }) {
      const list = ['inventory', prefix];
      const found = await listStock(db, { prefix, after: decodeName(list, cursor) }, limit + 1);
      const data = found.slice(0, limit).map(view);
      const last = data.at(-1);
      return { status: 200, body: { data, next: last && found.length > limit ? encodeName(list, last.sku) : null } };
    },
  };
}

function view({ sku, version, rows, backorder, waiting }: SkuStock): InventoryView {
  const locations = rows.map((row) => ({ ...row, available: row.onHand - row.reserved }));
  const sum = (field: 'onHand' | 'reserved' | 'available' | 'short') => locations.reduce((n, row) => n + row[field], 0);
  return {
    sku,
    version,
    onHand: sum('onHand'),
    reserved: sum('reserved'),
    available: sum('available'),
    short: sum('short'),
    backorder,
    waiting,
    locations,
  };
}
