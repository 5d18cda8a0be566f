import { connect, type Database } from '../../db/client.ts';
import { newId } from '../../db/ids.ts';
import { setOnHand, setStock } from '../../db/inventory.ts';
import { ordersToTell, noteAllocated } from '../../db/backorders.ts';
import { appendLocked } from '../../db/order-events.ts';
import { lockOrder, theOrder } from '../../db/orders.ts';
import { findOrphans, releaseOrphan, reservedDifferences } from '../../db/stock-orphans.ts';
import { heldBy } from '../../db/stock-reservations.ts';
import type { Order, StockQuantity } from '../../domain/order.ts';
import { startPostgres } from './postgres.ts';

/** A shop's stock on real Postgres, by the house's own functions. */
export interface StockWorld extends Database {
  /** A new SKU with so many units by location. */
  stocked(units: Record<string, number>): Promise<string>;
  /** A new SKU that is sold also when it is not there. */
  backordered(onHand?: number): Promise<string>;
  /** What an order holds. */
  held(order: Pick<Order, 'id'>): Promise<StockQuantity[]>;
  /** Has what no order needs given back, as the reconciliation does. @returns what was given back, by order */
  releaseOrphans(): Promise<Map<string, StockQuantity[]>>;
  /** Tells every order what has come for it, as its workflow does. */
  tellAll(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startStockWorld(): Promise<StockWorld> {
  const postgres = await startPostgres();
  const database = connect(postgres.url, { max: 20 });
  const { db } = database;

  async function stocked(units: Record<string, number>): Promise<string> {
    const sku = `SKU-${newId()}`;
    for (const [location, onHand] of Object.entries(units)) await setOnHand(db, sku, location, onHand);
    return sku;
  }

  return {
    ...database,
    stocked,
    async backordered(onHand = 0) {
      const sku = await stocked({ main: onHand });
      await setStock(db, sku, 'main', { backorder: true });
      return sku;
    },
    held: async ({ id }) => await heldBy(db, id),
    async releaseOrphans() {
      const released = new Map<string, StockQuantity[]>();
      for (const { orderId } of await findOrphans(db)) released.set(orderId, await releaseOrphan(db, orderId));
      return released;
    },
    async tellAll() {
      const orderIds = await ordersToTell(db);
      for (const orderId of orderIds) {
        await db.transaction(async (tx) => {
          const order = await lockOrder(tx, orderId);
          const reservations = await noteAllocated(tx, orderId);
          await appendLocked(tx, order, [{ type: 'stock.allocated', data: { reservations } }]);
        });
      }
      return orderIds;
    },
    async stop() {
      await database.close();
      await postgres.stop();
    },
  };
}

/** The books agree: what is reserved is what orders hold. */
export async function expectBooksToAgree({ db }: Pick<StockWorld, 'db'>): Promise<void> {
  const differences = await reservedDifferences(db);
  if (differences.length > 0) throw new Error(`reserved is not what is held: ${JSON.stringify(differences)}`);
}

export async function read({ db }: Pick<StockWorld, 'db'>, { id }: Pick<Order, 'id'>): Promise<Order> {
  return await theOrder(db, id);
}
