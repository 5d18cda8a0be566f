import { z } from 'zod';
import { Envelope, extensions, versioned } from './envelope.ts';

/** A SKU has fewer units left to sell than its threshold. `subject` is the SKU, and no storefront's more than another's. */
export const StockLowEvent = Envelope.extend({
  ...versioned('stock.low'),
  ...extensions,
  storefront: z.literal('all'),
  data: z.object({ sku: z.string().min(1), available: z.int(), threshold: z.int().min(0) }),
});

/**
 * What a warehouse publishes on warehouse-events. `counted` says how many units there are, `received` and `damaged` how
 * many came and went.
 */
export const WAREHOUSE_EVENT_TYPES = ['stock.counted', 'stock.received', 'stock.damaged'] as const;

export function warehouseEvent<Type extends (typeof WAREHOUSE_EVENT_TYPES)[number]>(type: Type) {
  return Envelope.extend({
    ...versioned(type),
    data: z.object({
      sku: z.string().min(1),
      location: z.string().min(1).default('main'),
      quantity: z.int().min(0).max(1_000_000_000),
    }),
  });
}

export const WarehouseCloudEvent = z.discriminatedUnion('type', [
  warehouseEvent('stock.counted'),
  warehouseEvent('stock.received'),
  warehouseEvent('stock.damaged'),
]);

export type StockLowEvent = z.infer<typeof StockLowEvent>;
export type WarehouseCloudEvent = z.infer<typeof WarehouseCloudEvent>;
