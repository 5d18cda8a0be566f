import { eq } from 'drizzle-orm';
import pino from 'pino';
import { Webhook } from 'standardwebhooks';
import { createRuntime, type Runtime } from '../../bin/runtime.ts';
import { type RunningService, startServices } from '../../bin/services.ts';
import { webhookDeliveries as startsOf, webhookSchedule, webhookWorkflowId } from '../../bin/webhooks.ts';
import { ORDER_EXAMPLES } from '../../contracts/events/order-examples.ts';
import type { OrderEventName } from '../../contracts/events.ts';
import { newId } from '../../db/ids.ts';
import { webhookDeliveries, webhookEndpoints } from '../../db/schema.ts';
import type { DeliveryRow } from '../../db/webhook-deliveries.ts';
import { createEndpoint } from '../../db/webhook-endpoints.ts';
import type { WebhookState } from '../../domain/webhooks.ts';
import { until } from './stack-wait.ts';
import type { ReceivedWebhook } from './webhook-receiver.ts';
import type { World } from './world.ts';

interface Hopes {
  /** Seconds before each attempt. */
  schedule?: number[];
  privateAddresses?: 'refused' | 'allowed';
  timeoutMs?: number;
}

export interface Endpoint {
  id: string;
  secret: string;
}

/** The webhooks service as `npm run consumers -- webhooks` runs it, on the real queue. */
export class WebhookWorld {
  readonly runtime: Runtime;
  #services: RunningService[] = [];

  private constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  static async start(
    world: World,
    { schedule = [0, 0.1, 0.1], privateAddresses = 'allowed', timeoutMs = 1000 }: Hopes = {},
  ): Promise<WebhookWorld> {
    const settings = {
      ...world.settings,
      WEBHOOK_SCHEDULE: schedule,
      WEBHOOK_PRIVATE_ADDRESSES: privateAddresses,
      WEBHOOK_TIMEOUT_MS: timeoutMs,
    };
    const started = new WebhookWorld(await createRuntime(settings, pino({ level: 'silent' }), { sharesWorker: false }));
    await started.startService();
    return started;
  }

  async startService(): Promise<void> {
    this.#services = await startServices(this.runtime, ['webhooks']);
  }

  async stopService(): Promise<void> {
    await Promise.all(this.#services.splice(0).map((service) => service.stop()));
  }

  async stop(): Promise<void> {
    await this.stopService();
    await this.runtime.close();
  }

  async endpoint(url: string, eventTypes: string[] | null = null): Promise<Endpoint> {
    const { endpoint, secret } = await createEndpoint(this.#db, { id: newId(), storefront: 'us', url, eventTypes });
    return { id: endpoint.id, secret };
  }

  /** From here on nobody is told. */
  async forgetEndpoints(): Promise<void> {
    await this.#db.delete(webhookEndpoints);
  }

  /** An event of an order, as the relay would publish it. @returns its id */
  async tell(type: OrderEventName, { id = newId(), storefront = 'us', times = 1 } = {}): Promise<string> {
    const event = { ...ORDER_EXAMPLES[type], id, storefront };
    const message = { eventType: type, storefront, body: JSON.stringify(event) };
    await this.runtime.messaging.publish(
      'order-events',
      Array.from({ length: times }, () => message),
    );
    return id;
  }

  async untilHandled(): Promise<void> {
    await until('the queue to be empty', async () => (await this.runtime.messaging.depth('webhooks')).messages === 0);
  }

  async deliveries({ id }: Endpoint): Promise<DeliveryRow[]> {
    return await this.#db.select().from(webhookDeliveries).where(eq(webhookDeliveries.endpointId, id));
  }

  async untilState(endpoint: Endpoint, state: WebhookState): Promise<DeliveryRow> {
    return await until(`a delivery that is ${state}`, async () =>
      (await this.deliveries(endpoint)).find((delivery) => delivery.state === state),
    );
  }

  /** What the delivery's workflow came to. */
  async result({ id: endpointId }: Endpoint, eventId: string): Promise<unknown> {
    return await this.runtime.client.workflow.getHandle(webhookWorkflowId({ endpointId, eventId })).result();
  }

  /** Sends it again, and waits for what comes of it. */
  async replay(endpoint: Endpoint, replayId: string): Promise<unknown> {
    const [delivery] = await this.deliveries(endpoint);
    if (!delivery) throw new Error('there is no delivery');
    const { client, settings } = this.runtime;
    await startsOf(client, webhookSchedule(settings)).replay(delivery, replayId);
    const id = `${webhookWorkflowId(delivery)}-replay-${replayId}`;
    return await client.workflow.getHandle(id).result();
  }

  get #db() {
    return this.runtime.database.db;
  }
}

/** What a receiver does that goes by the spec. @throws where the signature is not of that secret */
export function verified({ secret }: Pick<Endpoint, 'secret'>, { body, headers }: ReceivedWebhook): unknown {
  return new Webhook(secret).verify(body, headers);
}
