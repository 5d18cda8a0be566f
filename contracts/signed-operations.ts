import { z } from 'zod';
import { CarrierWebhook } from './carrier-webhook.ts';
import { OPERATIONS, type OperationRow } from './operations.ts';

/** One whose caller is known by what it has signed, and by no key. */
export interface SignedOperation extends OperationRow {
  headers: z.ZodObject;
}

/** https://www.standardwebhooks.com */
const StandardWebhooksHeaders = z.object({
  'webhook-id': z
    .string()
    .min(1)
    .max(255)
    .meta({ description: "The event's own: what comes again under it is no news" }),
  'webhook-timestamp': z
    .string()
    .meta({ pattern: '^[0-9]+$', description: 'Unix time in seconds, five minutes off at most' }),
  'webhook-signature': z.string().meta({ description: '`v1,<base64>`, of `<webhook-id>.<webhook-timestamp>.<body>`' }),
});

/** Operations that others have signed: in the document, and each with a route of its own. */
export const SIGNED_OPERATIONS = {
  receiveCarrierWebhook: {
    method: 'post',
    path: '/v1/webhooks/carrier',
    summary: 'Tell, as a carrier, that a parcel has shipped or was delivered',
    headers: StandardWebhooksHeaders,
    body: CarrierWebhook,
    answers: { 204: z.undefined() },
    errors: ['invalid_signature', 'not_found'],
  },
} as const satisfies Record<string, SignedOperation>;

/** All that the document has. */
export const DOCUMENTED = { ...OPERATIONS, ...SIGNED_OPERATIONS };
