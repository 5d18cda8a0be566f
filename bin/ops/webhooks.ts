import { Command } from 'commander';
import { newId } from '../../db/ids.ts';
import { type DeliveryRow, findDelivery, listDeliveries } from '../../db/webhook-deliveries.ts';
import { findEndpoint, listEndpoints, type WebhookEndpoint } from '../../db/webhook-endpoints.ts';
import { webhookDeliveries, webhookSchedule } from '../webhooks.ts';
import { onDatabase, onRuntime } from './reach.ts';
import { jsonText, print, table } from './text.ts';

const SHOWN = 1000;

/** `npm run ops -- webhooks list|deliveries|replay`: who is told of orders, and what became of it. */
export function webhooksCommand(): Command {
  const webhooks = new Command('webhooks').description('Who is told of orders, and what became of it');
  webhooks
    .command('list')
    .description('Say which endpoints there are, newest first; without their secrets')
    .option('--json', 'for machines')
    .action(async ({ json }: { json?: true }) => {
      const rows = await onDatabase(({ db }) => listEndpoints(db, null, SHOWN));
      if (json) print(jsonText(rows));
      else print(rows.length === 0 ? 'no endpoints' : endpointTable(rows));
    });
  webhooks
    .command('deliveries')
    .description('Say what was sent to an endpoint, or is to be, newest first')
    .argument('<endpoint>')
    .option('--json', 'for machines, and with what is sent')
    .action(async (endpointId: string, { json }: { json?: true }) => {
      const rows = await onDatabase(async ({ db }) => {
        if (!(await findEndpoint(db, endpointId))) throw new Error(`There is no webhook endpoint ${endpointId}`);
        return await listDeliveries(db, endpointId, SHOWN);
      });
      if (json) print(jsonText(rows));
      else print(rows.length === 0 ? 'no deliveries' : deliveryTable(rows));
    });
  webhooks
    .command('replay')
    .description('Send an event to an endpoint again, under the same id, by the whole schedule')
    .argument('<endpoint>')
    .argument('<delivery>')
    .action(async (endpointId: string, deliveryId: string) => {
      await onRuntime(async ({ client, settings, database: { db } }) => {
        const delivery = await findDelivery(db, endpointId, deliveryId);
        if (!delivery) throw new Error(`There is no delivery ${deliveryId} to ${endpointId}`);
        const endpoint = await findEndpoint(db, endpointId);
        if (endpoint?.disabledAt) throw new Error(`The endpoint ${endpointId} is disabled: ${endpoint.disabledReason}`);
        await webhookDeliveries(client, webhookSchedule(settings)).replay(delivery, newId());
      });
      print(`delivery ${deliveryId} is sent again`);
    });
  return webhooks;
}

function endpointTable(rows: readonly WebhookEndpoint[]): string {
  return table(
    ['id', 'storefront', 'url', 'events', 'created', 'state'],
    rows.map(({ id, storefront, url, eventTypes, createdAt, disabledAt, disabledReason }) => [
      id,
      storefront,
      url,
      eventTypes?.join(' ') ?? 'all',
      createdAt.toISOString().slice(0, 10),
      disabledAt ? `disabled ${disabledAt.toISOString()}: ${disabledReason}` : 'enabled',
    ]),
  );
}

function deliveryTable(rows: readonly DeliveryRow[]): string {
  return table(
    ['id', 'event', 'order', 'created', 'state', 'attempts', 'last'],
    rows.map(({ id, eventType, orderId, createdAt, state, attempts }) => {
      const last = attempts.at(-1);
      return [
        id,
        eventType,
        orderId,
        createdAt.toISOString(),
        state,
        attempts.length,
        last ? (last.status ?? last.error) : null,
      ];
    }),
  );
}
