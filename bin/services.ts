import { isStripeAway } from '../activities/stripe-failures.ts';
import { databaseCause, isUnreachable } from '../db/errors.ts';
import { OrderSagaError } from '../domain/errors.ts';
import { type Breaker, breaker, type BreakerSettings } from '../messaging/breaker.ts';
import { analyticsHandler } from '../messaging/handlers/analytics.ts';
import { httpCarrier } from '../messaging/handlers/http-carrier.ts';
import { inventoryHandler } from '../messaging/handlers/inventory.ts';
import { notificationsHandler } from '../messaging/handlers/notifications.ts';
import { orderStatusHandler } from '../messaging/handlers/order-status.ts';
import { paymentsHandler } from '../messaging/handlers/payments.ts';
import { shippingHandler } from '../messaging/handlers/shipping.ts';
import { webhooksHandler } from '../messaging/handlers/webhooks.ts';
import { logMailer } from '../messaging/notifications/log-mailer.ts';
import type { Mailer } from '../messaging/notifications/mailer.ts';
import { smtpMailer } from '../messaging/notifications/smtp-mailer.ts';
import { loadTemplates } from '../messaging/notifications/templates.ts';
import { breakerMetrics, depthMetrics } from '../messaging/metrics.ts';
import type { MessageHandler, Subscription } from '../messaging/port.ts';
import type { QueueName } from '../messaging/topology.ts';
import { traced } from '../telemetry/ports.ts';
import { paymentProvider, type Runtime } from './runtime.ts';
import { required, type Settings } from './settings.ts';
import { runWorker } from './running-worker.ts';
import { tellArrived } from './stock-arrivals.ts';
import { createWebhookWorker, webhookDeliveries, webhookSchedule } from './webhooks.ts';

/** The services downstream: each reads the queue of its name, in a process of its own or beside others. */
const SERVICES = {
  shipping: ({ database, settings }, breakerOf) =>
    shippingHandler({
      db: database.db,
      carrier: traced(
        'carrier',
        httpCarrier({ url: required(settings, 'CARRIER_URL'), timeoutMs: settings.CARRIER_TIMEOUT_MS }),
      ),
      carrierBreaker: breakerOf('carrier'),
    }),
  'order-status': ({ database, gateway }, breakerOf) =>
    orderStatusHandler({ db: database.db, gateway, temporal: breakerOf('temporal', { isOutage: isTemporalAway }) }),
  inventory: ({ database, gateway, settings, log }, breakerOf) =>
    inventoryHandler({
      db: database.db,
      lowStockThreshold: settings.LOW_STOCK_THRESHOLD,
      onShort: (stock) => log.warn(stock, 'orders hold more than the warehouse has'),
      stockArrived: (orderIds, signal) =>
        breakerOf('temporal', { isOutage: isTemporalAway }).run(() => tellArrived(gateway)(orderIds), signal),
    }),
  payments: ({ database, gateway, settings, outside }, breakerOf) =>
    paymentsHandler({
      db: database.db,
      gateway,
      temporal: breakerOf('temporal', { isOutage: isTemporalAway }),
      openPayments: paymentProvider({ settings, outside }),
      provider: breakerOf('payments', { isOutage: isStripeAway }),
    }),
  analytics: ({ database }) => analyticsHandler({ db: database.db }),
  notifications: ({ database, settings, log }, breakerOf) =>
    notificationsHandler({
      db: database.db,
      mailer: traced(
        'mailer',
        mailerOf(settings, (mail) => log.info(mail, 'a message to a customer, and no mail server')),
      ),
      templates: loadTemplates(),
      smtp: breakerOf('smtp'),
      unknownAfterMs: 2 * settings.SMTP_TIMEOUT_MS,
      onNotSent: (mail) => log.warn(mail, 'a message to a customer was not sent, or perhaps not'),
    }),
  webhooks: ({ database, client, settings }, breakerOf) =>
    webhooksHandler({
      db: database.db,
      deliveries: webhookDeliveries(client, webhookSchedule(settings)),
      temporal: breakerOf('temporal', { isOutage: isTemporalAway }),
    }),
} satisfies Partial<Record<QueueName, (runtime: Runtime, breakerOf: BreakerOf) => MessageHandler>>;

type BreakerOf = (outside: string, settings?: BreakerSettings) => Breaker;

export type ServiceName = keyof typeof SERVICES;

export const SERVICE_NAMES = Object.keys(SERVICES) as ServiceName[];

export interface RunningService extends Subscription {
  /** Resolves with the error when it goes by itself. */
  failed?: Promise<Error>;
}

/** Starts services, each on its queue. One circuit breaker for each service outside, shared by all that call it. */
export async function startServices(runtime: Runtime, names = SERVICE_NAMES): Promise<RunningService[]> {
  const breakers = new Map<string, Breaker>();
  const told = breakerMetrics();
  const breakerOf: BreakerOf = (outside, settings = {}) => {
    const onChange = (state: 'open' | 'closed') => {
      told.changed(outside, state);
      runtime.log.warn({ outside, state }, 'the circuit breaker changed');
    };
    const known = breakers.get(outside) ?? breaker({ onChange, ...settings });
    if (!breakers.has(outside)) told.changed(outside, 'closed');
    breakers.set(outside, known);
    return known;
  };
  depthMetrics(runtime.messaging, names);
  // Whoever is told of events speaks to strangers, too: no other role needs a way out to the internet for it.
  const sender = names.includes('webhooks') ? [runWorker(() => createWebhookWorker(runtime))] : [];
  return await Promise.all<RunningService>([
    ...sender,
    ...names.map((name) => {
      // A service's own: what waits inside for somebody else must not stand for the database of all.
      const postgres = breakerOf(`postgres of ${name}`, { isOutage: isUnreachable });
      const handle = inItsWords(SERVICES[name](runtime, breakerOf));
      return runtime.messaging.subscribe(name, (message, signal) =>
        postgres.run(() => handle(message, signal), signal),
      );
    }),
  ]);
}

/** A failed query's own message has its parameters in it: nothing for a log, or for a dead letter's reason. */
function inItsWords(handle: MessageHandler): MessageHandler {
  return async (message, signal) => {
    try {
      await handle(message, signal);
    } catch (error) {
      throw databaseCause(error);
    }
  };
}

function isTemporalAway(error: unknown): boolean {
  return error instanceof OrderSagaError && error.code === 'dependency_unavailable';
}

function mailerOf(settings: Settings, log: Parameters<typeof logMailer>[0]): Mailer {
  const { SMTP_URL: url, SMTP_TIMEOUT_MS: timeoutMs } = settings;
  return url === undefined ? logMailer(log) : smtpMailer({ url, from: required(settings, 'MAIL_FROM'), timeoutMs });
}
