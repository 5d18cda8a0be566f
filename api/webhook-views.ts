import type { WebhookDeliveryView, WebhookEndpointView } from '../contracts/http-webhooks.ts';
import type { DeliveryRow } from '../db/webhook-deliveries.ts';
import type { WebhookEndpoint } from '../db/webhook-endpoints.ts';
import { entityTag } from './conditional.ts';
import type { Answer } from './routes.ts';

/** @param secret where it may be seen, this once */
export function endpointAnswer(status: number, endpoint: WebhookEndpoint, secret?: string): Answer {
  const body = endpointView(endpoint);
  return {
    status,
    headers: { ETag: entityTag(endpoint.version) },
    body: secret === undefined ? body : { ...body, secret },
  };
}

export function endpointView(endpoint: WebhookEndpoint): WebhookEndpointView {
  const { disabledAt, previousSecretUntil, createdAt, ...rest } = endpoint;
  return {
    ...rest,
    enabled: disabledAt === null,
    disabledAt: disabledAt?.toISOString() ?? null,
    previousSecretUntil: previousSecretUntil?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

export function deliveryView({
  id,
  eventId,
  eventType,
  orderId,
  state,
  attempts,
  createdAt,
}: DeliveryRow): WebhookDeliveryView {
  return {
    id,
    eventId,
    eventType,
    orderId,
    state,
    attempts: attempts.map(({ time, status, error, ms }) => ({ time, status, error, ms })),
    createdAt: createdAt.toISOString(),
  };
}
