import { LRUCache } from 'lru-cache';
import { ORDER_STATUSES } from '../contracts/http.ts';
import type { LiveAnalyticsView, LiveFigures } from '../contracts/http-live.ts';
import type { Db } from '../db/client.ts';
import { readLiveFigures } from '../db/live-figures.ts';
import { type Storefront, STOREFRONT_NAMES, STOREFRONTS } from '../domain/storefronts.ts';
import { storefrontAsked } from './caller.ts';
import type { Handlers } from './routes.ts';

const MINUTE_MS = 60_000;
const MINUTES = 60;
/** However many look at it. */
const FRESH_MS = 2000;
/** Confirmed, and standing. */
const STANDING: readonly string[] = ['PROCESSING', 'PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED'];

/** How the shop is doing right now. */
export function liveFigureHandlers(db: Db): Pick<Handlers, 'liveAnalytics'> {
  const figures = new LRUCache<string, LiveAnalyticsView>({
    max: STOREFRONT_NAMES.length + 1,
    ttl: FRESH_MS,
    fetchMethod: async (storefront) =>
      await count(
        db,
        STOREFRONT_NAMES.filter((one) => [one, ''].includes(storefront)),
      ),
  });
  return {
    async liveAnalytics({ caller, query }) {
      return { status: 200, body: await figures.forceFetch(storefrontAsked(caller, query.storefront) ?? '') };
    },
  };
}

async function count(db: Db, storefronts: readonly Storefront[]): Promise<LiveAnalyticsView> {
  const now = new Date();
  const day = now.toISOString().slice(0, 10);
  const thisMinute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const hour = new Date(thisMinute - (MINUTES - 1) * MINUTE_MS);
  const read = await readLiveFigures(db, storefronts, { day: new Date(day), hour });
  const data = storefronts.map((storefront): LiveFigures => {
    const today = read.today.filter((row) => row.storefront === storefront);
    const minutes = read.minutes.filter((row) => row.storefront === storefront);
    const waiting = (rows: typeof read.holds) => rows.find((row) => row.storefront === storefront)?.orders ?? 0;
    return {
      storefront,
      currency: STOREFRONTS[storefront].currency,
      orders: sum(today.map((row) => row.orders)),
      revenue: sum(today.filter((row) => STANDING.includes(row.status)).map((row) => row.total)),
      byStatus: ORDER_STATUSES.map((status) => ({
        status,
        orders: sum(today.filter((row) => row.status === status).map((row) => row.orders)),
      })),
      waiting: { attention: waiting(read.attention), holds: waiting(read.holds), returns: waiting(read.returns) },
      perMinute: Array.from({ length: MINUTES }, (_, index) => {
        const minute = new Date(hour.getTime() + index * MINUTE_MS);
        return {
          minute: minute.toISOString(),
          orders: minutes.find((row) => row.minute === minute.getTime() / 1000)?.orders ?? 0,
        };
      }),
    };
  });
  return { time: now.toISOString(), day, data };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
