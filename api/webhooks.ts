import type { WebhookDeliveryView, WebhookEndpointView } from '../contracts/http-webhooks.ts';
import type { Db } from '../db/client.ts';
import { newId } from '../db/ids.ts';
import { type DeliveryRow, findDelivery, listDeliveries } from '../db/webhook-deliveries.ts';
import * as endpoints from '../db/webhook-endpoints.ts';
import type { WebhookEndpoint } from '../db/webhook-endpoints.ts';
import { invalidField, OrderSagaError } from '../domain/errors.ts';
import type { KeyedRequest } from '../domain/gateway.ts';
import { isStorefront, type Storefront } from '../domain/storefronts.ts';
import { MAX_ENDPOINTS, type WebhookDeliveries } from '../domain/webhooks.ts';
import type { Caller } from './caller.ts';
import { decodePosition, encodePosition } from './cursor.ts';
import { claimFor } from './idempotency.ts';
import type { Handlers } from './routes.ts';

export interface WebhookDeps {
  db: Db;
  deliveries: WebhookDeliveries;
  /** Where webhooks may go over plain http, as in development. */
  allowsHttp: boolean;
}

type WebhookHandlers = Pick<
  Handlers,
  | 'createWebhookEndpoint'
  | 'listWebhookEndpoints'
  | 'getWebhookEndpoint'
  | 'patchWebhookEndpoint'
  | 'deleteWebhookEndpoint'
  | 'rotateWebhookSecret'
  | 'listWebhookDeliveries'
  | 'replayWebhookDelivery'
>;

/** Who is told of a storefront's orders. */
export function webhookHandlers({ db, deliveries, allowsHttp }: WebhookDeps): WebhookHandlers {
  /** @throws OrderSagaError `not_found`, also for another storefront's */
  async function own({ caller, params }: { caller: Caller; params: { endpointId: string } }): Promise<WebhookEndpoint> {
    const endpoint = await endpoints.findEndpoint(db, params.endpointId);
    if (!endpoint || (caller.storefront !== null && endpoint.storefront !== caller.storefront)) {
      throw noEndpoint(params.endpointId);
    }
    return endpoint;
  }

  /**
   * What a request makes has the id of the first one with its key: it is made once, and said again.
   * @throws OrderSagaError `idempotency_key_reused`
   */
  async function madeBy(keyed: KeyedRequest | null, setHeader: (name: string, value: string) => void): Promise<string> {
    const id = newId();
    if (!keyed) return id;
    const claim = await claimFor(db, keyed, id);
    if (claim.orderId !== id) setHeader('Idempotent-Replayed', 'true');
    return claim.orderId;
  }

  /** @throws OrderSagaError `invalid_request` */
  function assertSecure(url: string | undefined): void {
    if (url?.startsWith('http:') && !allowsHttp) throw invalidField('/url', 'must be https');
  }

  return {
    async createWebhookEndpoint({ caller, body, keyed, setHeader }) {
      const storefront = storefrontOf(caller, body.storefront);
      assertSecure(body.url);
      const id = await madeBy(keyed, setHeader);
      // A repeat of the last one that there was room for is no new one.
      const others = await endpoints.listEndpoints(db, storefront, MAX_ENDPOINTS);
      if (others.length === MAX_ENDPOINTS && others.every((other) => other.id !== id)) {
        throw new OrderSagaError('too_many_endpoints');
      }
      const { url, eventTypes = null } = body;
      const { endpoint, secret } = await endpoints.createEndpoint(db, { id, storefront, url, eventTypes });
      const headers = { Location: `/v1/webhook-endpoints/${id}` };
      return { status: 201, headers, body: { ...endpointView(endpoint), secret } };
    },

    async listWebhookEndpoints({ caller: { storefront }, query: { limit, cursor } }) {
      const list = ['webhook endpoints', storefront];
      const after = cursor === undefined ? undefined : decodePosition(list, cursor);
      const found = await endpoints.listEndpoints(db, storefront, limit + 1, after);
      return { status: 200, body: pageOf(list, found.map(endpointView), limit) };
    },

    getWebhookEndpoint: async (call) => ({ status: 200, body: endpointView(await own(call)) }),

    async patchWebhookEndpoint(call) {
      const { url, eventTypes, enabled } = call.body;
      assertSecure(url);
      const { id, disabledAt, disabledReason } = await own(call);
      const changed = await endpoints.changeEndpoint(db, id, {
        ...(url === undefined ? {} : { url }),
        ...(eventTypes === undefined ? {} : { eventTypes }),
        disabledAt: enabled === true ? null : enabled === false ? (disabledAt ?? new Date()) : disabledAt,
        disabledReason: enabled === true ? null : enabled === false ? (disabledReason ?? 'as asked') : disabledReason,
      });
      if (!changed) throw noEndpoint(id);
      return { status: 200, body: endpointView(changed) };
    },

    async deleteWebhookEndpoint(call) {
      const endpoint = await own(call);
      await endpoints.deleteEndpoint(db, endpoint.id);
      return { status: 200, body: endpointView(endpoint) };
    },

    async rotateWebhookSecret(call) {
      const { id } = await own(call);
      const rotated = await endpoints.rotateSecret(db, id, await madeBy(call.keyed, call.setHeader));
      if (!rotated) throw noEndpoint(id);
      return { status: 200, body: { ...endpointView(rotated.endpoint), secret: rotated.secret } };
    },

    async listWebhookDeliveries(call) {
      const { limit, cursor } = call.query;
      const { id } = await own(call);
      const list = ['webhook deliveries', id];
      const after = cursor === undefined ? undefined : decodePosition(list, cursor);
      const found = await listDeliveries(db, id, limit + 1, after);
      return { status: 200, body: pageOf(list, found.map(deliveryView), limit) };
    },

    async replayWebhookDelivery(call) {
      const { id, disabledAt } = await own(call);
      const { deliveryId } = call.params;
      const delivery = await findDelivery(db, id, deliveryId);
      if (!delivery) throw new OrderSagaError('not_found', `There is no delivery ${deliveryId}`);
      if (disabledAt) throw new OrderSagaError('endpoint_disabled');
      await deliveries.replay(delivery, await madeBy(call.keyed, call.setHeader));
      return { status: 202, body: deliveryView(delivery) };
    },
  };
}

/** @throws OrderSagaError `not_found` for another storefront's; `invalid_request` where nobody says which, or one that is not */
function storefrontOf({ storefront: its }: Caller, asked: string | undefined): Storefront {
  if (its !== null && (asked ?? its) !== its) throw new OrderSagaError('not_found', `There is no storefront ${asked}`);
  const storefront = its ?? asked;
  if (storefront === undefined) throw invalidField('/storefront', 'is needed, as this caller has none');
  if (!isStorefront(storefront)) throw invalidField('/storefront', 'there is no such storefront');
  return storefront;
}

function noEndpoint(id: string): OrderSagaError {
  return new OrderSagaError('not_found', `There is no webhook endpoint ${id}`);
}

/** @param found one more than the page has, where there are more */
function pageOf<View extends { id: string; createdAt: string }>(list: unknown, found: View[], limit: number) {
  const data = found.slice(0, limit);
  const last = data.at(-1);
  return { data, next: last && found.length > limit ? encodePosition(list, last) : null };
}

function endpointView(endpoint: WebhookEndpoint): WebhookEndpointView {
  const { disabledAt, previousSecretUntil, createdAt, ...rest } = endpoint;
  return {
    ...rest,
    enabled: disabledAt === null,
    disabledAt: disabledAt?.toISOString() ?? null,
    previousSecretUntil: previousSecretUntil?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function deliveryView({
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
