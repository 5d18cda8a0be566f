import type { Db, Tx } from '../db/client.ts';
import { newId } from '../db/ids.ts';
import { findDelivery, listDeliveries } from '../db/webhook-deliveries.ts';
import * as endpoints from '../db/webhook-endpoints.ts';
import type { WebhookEndpoint } from '../db/webhook-endpoints.ts';
import { invalidField, OrderSagaError } from '../domain/errors.ts';
import type { KeyedRequest } from '../domain/gateway.ts';
import { isStorefront, type Storefront } from '../domain/storefronts.ts';
import { MAX_ENDPOINTS, type WebhookDeliveries } from '../domain/webhooks.ts';
import type { Caller } from './caller.ts';
import { decodePosition, encodePosition } from './cursor.ts';
import { assertMatching } from './conditional.ts';
import { claimFor } from './idempotency.ts';
import type { Answer, Handlers } from './routes.ts';
import { deliveryView, endpointAnswer, endpointView } from './webhook-views.ts';

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

interface EndpointCall {
  caller: Caller;
  params: { endpointId: string };
}

/** Who is told of a storefront's orders. */
export function webhookHandlers({ db, deliveries, allowsHttp }: WebhookDeps): WebhookHandlers {
  const own = async (call: EndpointCall) => ownEndpoint(call, await endpoints.findEndpoint(db, call.params.endpointId));

  /** @throws OrderSagaError `invalid_request` */
  function assertSecure(url: string | undefined): void {
    if (url?.startsWith('http:') && !allowsHttp) throw invalidField('/url', 'must be https');
  }

  return {
    async createWebhookEndpoint({ caller, body, keyed, setHeader }) {
      const storefront = storefrontOf(caller, body.storefront);
      assertSecure(body.url);
      return await db.transaction(async (tx) => {
        const { id, isRepeat } = await madeBy(tx, keyed);
        if (isRepeat) {
          const made = await endpoints.findWithSecret(tx, id);
          // It was there once: the key was claimed with it.
          if (!made) throw new OrderSagaError('not_found', 'What this Idempotency-Key has made was deleted');
          setHeader('Idempotent-Replayed', 'true');
          return madeAnswer(made);
        }
        const others = await endpoints.listEndpoints(tx, storefront, MAX_ENDPOINTS);
        if (others.length === MAX_ENDPOINTS) throw new OrderSagaError('too_many_endpoints');
        const { url, eventTypes = null } = body;
        return madeAnswer(await endpoints.createEndpoint(tx, { id, storefront, url, eventTypes }));
      });
    },

    async listWebhookEndpoints({ caller: { storefront }, query: { limit, cursor } }) {
      const list = ['webhook endpoints', storefront];
      const after = cursor === undefined ? undefined : decodePosition(list, cursor);
      const found = await endpoints.listEndpoints(db, storefront, limit + 1, after);
      return { status: 200, body: pageOf(list, found.map(endpointView), limit) };
    },

    getWebhookEndpoint: async (call) => endpointAnswer(200, await own(call)),

    async patchWebhookEndpoint(call) {
      const { url, eventTypes, enabled } = call.body;
      assertSecure(url);
      return await db.transaction(async (tx) => {
        const endpoint = await lock(tx, call);
        assertMatching(call.header('if-match'), endpoint);
        const { id, disabledAt, disabledReason } = endpoint;
        const changed = await endpoints.changeEndpoint(tx, id, {
          ...(url === undefined ? {} : { url }),
          ...(eventTypes === undefined ? {} : { eventTypes }),
          disabledAt: enabled === true ? null : enabled === false ? (disabledAt ?? new Date()) : disabledAt,
          disabledReason: enabled === true ? null : enabled === false ? (disabledReason ?? 'as asked') : disabledReason,
        });
        if (!changed) throw noEndpoint(id);
        return endpointAnswer(200, changed);
      });
    },

    async deleteWebhookEndpoint(call) {
      return await db.transaction(async (tx) => {
        const endpoint = await lock(tx, call);
        assertMatching(call.header('if-match'), endpoint);
        await endpoints.deleteEndpoint(tx, endpoint.id);
        return { status: 200, body: endpointView(endpoint) };
      });
    },

    async rotateWebhookSecret(call) {
      return await db.transaction(async (tx) => {
        const endpoint = await lock(tx, call);
        const { id: rotationId, isRepeat } = await madeBy(tx, call.keyed);
        // A repeat is not refused for what it has changed itself.
        if (isRepeat) call.setHeader('Idempotent-Replayed', 'true');
        else assertMatching(call.header('if-match'), endpoint);
        const rotated = await endpoints.rotateSecret(tx, endpoint.id, rotationId);
        if (!rotated) throw noEndpoint(endpoint.id);
        return endpointAnswer(200, rotated.endpoint, rotated.secret);
      });
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
      const { id: replayId, isRepeat } = await madeBy(db, call.keyed);
      if (isRepeat) call.setHeader('Idempotent-Replayed', 'true');
      await deliveries.replay(delivery, replayId);
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

/** @throws OrderSagaError `not_found`, also for another storefront's */
function ownEndpoint({ caller, params }: EndpointCall, endpoint: WebhookEndpoint | undefined): WebhookEndpoint {
  if (endpoint && (caller.storefront ?? endpoint.storefront) === endpoint.storefront) return endpoint;
  throw noEndpoint(params.endpointId);
}

/**
 * Where every change begins: of two callers who have seen the same, only one is to change it.
 * @throws OrderSagaError `not_found`, also for another storefront's
 */
async function lock(tx: Tx, call: EndpointCall): Promise<WebhookEndpoint> {
  return ownEndpoint(call, await endpoints.lockEndpoint(tx, call.params.endpointId));
}

/**
 * What a request makes has the id of the first one with its key: it is made once, and said again. In the transaction that
 * makes it, the key is claimed with what it has made, or not at all.
 * @throws OrderSagaError `idempotency_key_reused`
 */
async function madeBy(db: Db | Tx, keyed: KeyedRequest | null): Promise<{ id: string; isRepeat: boolean }> {
  const id = newId();
  if (!keyed) return { id, isRepeat: false };
  const claim = await claimFor(db, keyed, id);
  return { id: claim.orderId, isRepeat: claim.orderId !== id };
}

function madeAnswer({ endpoint, secret }: { endpoint: WebhookEndpoint; secret: string }): Answer {
  const answer = endpointAnswer(201, endpoint, secret);
  return { ...answer, headers: { ...answer.headers, Location: `/v1/webhook-endpoints/${endpoint.id}` } };
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
