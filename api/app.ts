import express, { type Express } from 'express';
import helmet, { type HelmetOptions } from 'helmet';
import { pinoHttp } from 'pino-http';
import { parse as parseQuery } from 'qs';
import { LIVE_PATH } from '../contracts/live.ts';
import { newId } from '../db/ids.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Storefront } from '../domain/storefronts.ts';
import { analyticsHandlers } from './analytics.ts';
import { auditHandlers, auditing } from './audit.ts';
import { type BatchDeps, batchHandlers } from './batches.ts';
import type { Authenticate } from './caller.ts';
import { type CarrierWebhookDeps, carrierWebhooks } from './carrier-webhooks.ts';
import { consoleRoutes } from './console.ts';
import { type DeadLetterDeps, deadLetterHandlers } from './dead-letters.ts';
import { assertPlain } from './framing.ts';
import { type HealthChecks, healthRoutes } from './health.ts';
import { type InventoryDeps, inventoryHandlers } from './inventory.ts';
import { referenceRoutes } from './openapi.ts';
import { lineHandlers } from './lines.ts';
import { type StreamDeps, streamHandlers } from './live.ts';
import { liveSockets } from './live-sockets.ts';
import { liveFigureHandlers } from './live-figures.ts';
import { orderListHandlers } from './order-lists.ts';
import { orderHandlers } from './orders.ts';
import { operatorHandlers } from './operators.ts';
import { payloadDoor, type PayloadDoorDeps } from './payload-door.ts';
import { problemPages } from './problem-pages.ts';
import { problems } from './problem.ts';
import { refundHandlers } from './refunds.ts';
import { returnHandlers } from './returns.ts';
import { assertAllowed, type Door, operationRoutes } from './routes.ts';
import { shipmentHandlers } from './shipments.ts';
import { orderOf, requestSpans } from './tracing.ts';
import { type WebhookDeliveryDeps, webhookDeliveryHandlers } from './webhook-deliveries.ts';
import { type WebhookEndpointDeps, webhookEndpointHandlers } from './webhook-endpoints.ts';
import { type WhoCallsDeps, whoCallsHandlers } from './who-calls.ts';

/** What browsers may do with our pages. Where callers' TLS ends, before us, HSTS is said. Swagger UI sets styles inline. */
const SECURITY: HelmetOptions = {
  strictTransportSecurity: false,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      connectSrc: ["'self'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", 'data:'],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
    },
  },
};

export interface AppDeps
  extends
    BatchDeps,
    InventoryDeps,
    StreamDeps,
    WebhookEndpointDeps,
    WebhookDeliveryDeps,
    CarrierWebhookDeps,
    DeadLetterDeps,
    PayloadDoorDeps,
    WhoCallsDeps {
  authenticate: Authenticate;
  checks: HealthChecks;
  /** The services outside that did not answer last. */
  away: () => string[];
  /** Whoever waits for longer than this hears that a part does not answer. */
  patienceMs: number;
  /** Where the built console is. */
  consoleFolder: string;
  /** Whether an order of the storefront had better come again later. */
  isFull: (storefront: Storefront) => boolean;
}

/** Who comes in: a stranger's body is not worth reading, nor that of an order for which there is no room. */
function door({ authenticate, limits, isFull }: AppDeps): Door {
  return async (request, response, { scope, stream, bodyType }) => {
    const caller = await authenticate(request);
    limits.count(caller, (name, value) => response.set(name, value));
    const { storefront } = assertAllowed(caller, scope);
    if (stream) limits.stay(caller, bodyType ? 'batches' : 'streams', response);
    if (scope === 'orders:place' && storefront !== null && isFull(storefront)) throw new OrderSagaError('overloaded');
    return caller;
  };
}

function pathOf(url: string): string {
  return url.replace(/\?.*$/s, '');
}

/** The REST door. It does not listen: bin does. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  // Of queries: `metadata[campaign]=spring`. A key of metadata may be a number, too.
  app.set('query parser', (query: string) => parseQuery(query, { parseArrays: false, allowPrototypes: true }));
  app.use(requestSpans());
  app.use(
    pinoHttp({
      logger: deps.log,
      genReqId: (request, response) => {
        const id = request.headers['x-request-id']?.toString().slice(0, 100) || newId();
        response.setHeader('X-Request-Id', id);
        return id;
      },
      // One line a request, and nothing of what it carries: no header, no query, no address, no token.
      serializers: {
        req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, path: pathOf(url) }),
        res: ({ statusCode }) => ({ statusCode }),
      },
      customProps: (request, response) => orderOf(pathOf(request.url ?? ''), response),
    }),
  );
  app.use(helmet(SECURITY));
  app.use(assertPlain);
  app.use(healthRoutes(deps.checks, deps.away));
  app.use(referenceRoutes());
  app.use(problemPages());
  app.use(consoleRoutes(deps.consoleFolder));
  app.use(carrierWebhooks(deps));
  app.use(payloadDoor(deps));
  app.use(
    operationRoutes(
      { door: door(deps), authenticate: deps.authenticate, audited: auditing(deps), patienceMs: deps.patienceMs },
      {
        ...orderHandlers(deps),
        ...batchHandlers(deps),
        ...orderListHandlers(deps.db),
        ...streamHandlers(deps),
        ...lineHandlers(deps),
        ...shipmentHandlers(deps),
        ...refundHandlers(deps),
        ...returnHandlers(deps),
        ...operatorHandlers(deps),
        ...inventoryHandlers(deps),
        ...analyticsHandlers(deps.db),
        ...liveFigureHandlers(deps.db),
        ...deadLetterHandlers(deps),
        ...auditHandlers(deps),
        ...whoCallsHandlers(deps),
        ...webhookEndpointHandlers(deps),
        ...webhookDeliveryHandlers(deps),
      },
    ),
  );
  app.get(LIVE_PATH, liveSockets(deps));
  app.use((request) => {
    throw new OrderSagaError('not_found', `There is nothing at ${request.method} ${request.path}`);
  });
  app.use(problems(deps.log, deps.publicUrl));
  return app;
}
