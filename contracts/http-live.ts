import { z } from 'zod';
import { minor, ORDER_STATUSES } from './http.ts';
import { name } from './text.ts';
import { day } from './times.ts';

/** How the shop is doing right now. */

export const LiveAnalytics = z.strictObject({
  storefront: name(64).optional().meta({ description: 'Only this one; by default all that the caller may see' }),
});

const LiveFigures = z
  .object({
    storefront: z.string(),
    currency: z.string(),
    orders: z.int().meta({ description: 'Placed today' }),
    revenue: minor.meta({
      description: 'Totals of those of them that are confirmed and stand; one on hold counts again once it is released',
    }),
    byStatus: z.array(z.object({ status: z.enum(ORDER_STATUSES), orders: z.int() })).meta({
      description: "Today's orders as they stand; every status",
    }),
    waiting: z
      .object({ attention: z.int(), holds: z.int(), returns: z.int() })
      .meta({ description: 'For a person, whenever they were placed: steps given up, orders on hold, open returns' }),
    perMinute: z
      .array(z.object({ minute: z.iso.datetime(), orders: z.int() }))
      .meta({ description: 'Orders placed in each of the last 60 minutes, the current one last' }),
  })
  .meta({ id: 'LiveFigures' });

export const LiveAnalyticsView = z
  .object({
    time: z.iso.datetime().meta({ description: 'When it was counted; counted anew after two seconds' }),
    day: day.meta({ description: "Today, by UTC's clock" }),
    data: z.array(LiveFigures),
  })
  .meta({ id: 'LiveAnalytics' });

export type LiveAnalyticsView = z.infer<typeof LiveAnalyticsView>;
export type LiveFigures = z.infer<typeof LiveFigures>;
