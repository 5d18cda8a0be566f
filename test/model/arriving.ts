import { ulid } from 'ulid';
import { tellArrived } from '../../bin/stock-arrivals.ts';
import { ordersToTell } from '../../db/backorders.ts';
import { recordMovement } from '../../db/stock-movements.ts';
import type { Message } from './message.ts';
import { goodsOf, serve } from './stock.ts';

/** Units come in at a warehouse, and whoever waited for them is told. */
export function arrive(sku: string, location: string, quantity: number): Message {
  return {
    text: `${quantity} of ${sku} arrive at ${location}`,
    order: null,
    say: async (world) => {
      const { db } = world.database;
      const movement = { id: ulid(), sku, location, kind: 'received', quantity, time: new Date() } as const;
      await db.transaction((tx) => recordMovement(tx, movement));
      await tellArrived(world.gateway())(await ordersToTell(db, [sku]));
      return 'done';
    },
    act: (shop) => {
      goodsOf(shop, sku).received += quantity;
      serve(shop, sku);
      return 'done';
    },
  };
}
