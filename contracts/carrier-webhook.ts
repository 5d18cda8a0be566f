import { z } from 'zod';
import { SHIPPING_EVENT_TYPES } from './events/shipping.ts';
import { ShipmentUpdated } from './signals.ts';
import { name } from './text.ts';

/**
 * What a carrier tells by webhook: the same as the shipping service's events. The id of the event is the header `webhook-id`;
 * fields that are not named here are passed over.
 */
export const CarrierWebhook = z
  .object({
    type: z.enum(SHIPPING_EVENT_TYPES),
    data: ShipmentUpdated.omit({ type: true, eventId: true }).extend({ orderId: name(64) }),
  })
  .meta({ id: 'CarrierWebhook' });

export type CarrierWebhook = z.infer<typeof CarrierWebhook>;
