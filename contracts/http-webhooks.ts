import { z } from 'zod';
import { ORDER_EVENT_TYPES } from './events.ts';
import { cursor, limit } from './http.ts';
import { name } from './text.ts';

/** Who is told of a storefront's orders, and what became of it (https://www.standardwebhooks.com). */

const url = name(2048)
  .refine((given) => isPlainUrl(given), 'an http or https URL, without credentials and fragment')
  .meta({ format: 'uri', description: 'https alone where private addresses are refused' });

function isPlainUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, username, password, hash } = new URL(given);
  return /^https?:$/.test(protocol) && [username, password, hash].every((part) => part === '');
}

const eventTypes = z
  .array(z.enum(ORDER_EVENT_TYPES))
  .min(1)
  .max(ORDER_EVENT_TYPES.length)
  .nullable()
  .meta({ description: 'Null: every one' });

export const CreateWebhookEndpoint = z
  .strictObject({
    url,
    eventTypes: eventTypes.optional(),
    storefront: name(64).optional().meta({ description: "Needed where the caller has none; else the caller's" }),
  })
  .meta({ id: 'CreateWebhookEndpoint' });

export const PatchWebhookEndpoint = z
  .strictObject({
    url: url.optional(),
    eventTypes: eventTypes.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'PatchWebhookEndpoint' });

export const WebhookEndpointPath = z.object({ endpointId: name(64) });
export const WebhookDeliveryPath = WebhookEndpointPath.extend({ deliveryId: name(64) });
export const ListWebhooks = z.strictObject({ limit: limit.default(20), cursor: cursor.optional() });

const time = z.iso.datetime();

export const WebhookEndpointView = z
  .object({
    id: z.string(),
    version: z.int(),
    storefront: z.string(),
    url: z.string(),
    eventTypes: z.array(z.string()).nullable(),
    enabled: z.boolean(),
    disabledAt: time.nullable(),
    disabledReason: z.string().nullable(),
    previousSecretUntil: time.nullable().meta({ description: 'The secret before this one signs beside it until then' }),
    createdAt: time,
  })
  .meta({ id: 'WebhookEndpoint' });

/** Nobody can read the secret a second time. */
export const WebhookEndpointWithSecret = WebhookEndpointView.extend({
  secret: z.string().meta({ description: 'Signs what is sent: `whsec_…`. It is shown here alone' }),
}).meta({ id: 'WebhookEndpointWithSecret' });

export const WebhookDeliveryView = z
  .object({
    id: z.string(),
    eventId: z.string().meta({ description: 'Goes as `webhook-id`' }),
    eventType: z.string(),
    orderId: z.string(),
    state: z.enum(['pending', 'delivered', 'failed', 'disabled']),
    attempts: z.array(
      z.object({
        time,
        status: z.int().nullable().meta({ description: 'Null where there was no answer' }),
        error: z.string().nullable(),
        ms: z.int(),
      }),
    ),
    createdAt: time,
  })
  .meta({ id: 'WebhookDelivery' });

const next = z.string().nullable();
export const WebhookEndpointList = z
  .object({ data: z.array(WebhookEndpointView), next })
  .meta({ id: 'WebhookEndpointList' });
export const WebhookDeliveryList = z
  .object({ data: z.array(WebhookDeliveryView), next })
  .meta({ id: 'WebhookDeliveryList' });

export type WebhookEndpointView = z.infer<typeof WebhookEndpointView>;
export type WebhookDeliveryView = z.infer<typeof WebhookDeliveryView>;
