import * as endpoints from '../db/webhook-endpoints.ts';
import type { WebhookEndpoint } from '../db/webhook-endpoints.ts';
import { invalidField, OrderSagaError } from '../domain/errors.ts';
import { isStorefront, type Storefront } from '../domain/storefronts.ts';
import { MAX_ENDPOINTS } from '../domain/webhooks.ts';
import type { Caller } from './caller.ts';
import { assertMatching } from './conditional.ts';
import { decodePosition, pageOf } from './cursor.ts';
import type { Answer, Handlers } from './routes.ts';
import { lock, madeBy, noEndpoint, read } from './webhook-in-hand.ts';
import { endpointAnswer, endpointView } from './webhook-views.ts';
import type { Db } from '../db/client.ts';

export interface WebhookEndpointDeps {
  db: Db;
  /** Where webhooks may go over plain http, as in development. */
  allowsHttp: boolean;
}

type EndpointHandlers = Pick<
  Handlers,
  | 'createWebhookEndpoint'
  | 'listWebhookEndpoints'
  | 'getWebhookEndpoint'
  | 'patchWebhookEndpoint'
  | 'deleteWebhookEndpoint'
  | 'rotateWebhookSecret'
>;

/** Who is told of a storefront's orders. */
export function webhookEndpointHandlers({ db, allowsHttp }: WebhookEndpointDeps): EndpointHandlers {
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
      const found = await endpoints.listEndpoints(db, storefront, limit + 1, decodePosition(list, cursor));
      return { status: 200, body: pageOf(list, found.map(endpointView), limit) };
    },

    getWebhookEndpoint: async (call) => endpointAnswer(200, await read(db, call)),

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

function madeAnswer({ endpoint, secret }: { endpoint: WebhookEndpoint; secret: string }): Answer {
  const answer = endpointAnswer(201, endpoint, secret);
  return { ...answer, headers: { ...answer.headers, Location: `/v1/webhook-endpoints/${endpoint.id}` } };
}
