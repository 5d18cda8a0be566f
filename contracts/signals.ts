import { z } from 'zod';
import { name } from './text.ts';

/** What a shipping system says of a parcel: the Temporal signal `shipmentUpdated`. No lines: all that is left. */
export const ShipmentUpdated = z.object({
  eventId: name(255),
  type: z.enum(['shipped', 'delivered']),
  shipmentId: name(64).nullish(),
  carrier: name(100).nullish(),
  trackingNumber: name(255).nullish(),
  lines: z
    .array(z.object({ lineId: name(64), quantity: z.int().min(1).max(10_000) }))
    .max(200)
    .nullish(),
});

export type ShipmentUpdated = z.infer<typeof ShipmentUpdated>;
