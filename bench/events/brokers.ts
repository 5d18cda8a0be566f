import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { messagingPlan } from '../../embedded/messaging.ts';
import { findNatsServer } from '../../embedded/nats-build.ts';
import { natsPlan, natsUrl } from '../../embedded/nats.ts';
import type { SimulatorSettings } from '../../embedded/simulators.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import { applyNatsTopology } from '../../messaging/nats/apply-topology.ts';
import { connectNats } from '../../messaging/nats/connection.ts';
import { natsMessaging } from '../../messaging/nats/messaging.ts';
import type { MessagingService, Publisher } from '../../messaging/port.ts';
import { snsPublisher } from '../../messaging/sns-publisher.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { CALM, type ChaosRates } from '../../test/chaos/chaos.ts';
import { startNatsChaos } from '../../test/chaos/nats-proxy.ts';
import { type ChaosProxy, startChaosProxy } from '../../test/chaos/proxy.ts';
import type { Site } from '../world/site.ts';
import { type Audit, auditNats, auditSns } from './audit.ts';

export const BROKERS = ['sns-sqs', 'nats'] as const;
export type BrokerName = (typeof BROKERS)[number];

/** A tenth repeated, a twentieth of the entries failed, a fifth delayed so that others overtake them. */
const RATES = { repeat: 0.1, fail: 0.05, delay: 0.2 };

/** What carries the messages, and the chaos before it. */
export interface Broker {
  /** What roles are told, so that they come by the chaos. */
  environment: Record<string, string>;
  simulators: Pick<SimulatorSettings, 'awsEndpointUrl' | 'natsUrl'>;
  /** Past the chaos: for looking. */
  messaging: MessagingService;
  /** By the chaos, as everybody. */
  publisher: Publisher;
  /** Everything that order-events carried. */
  audit: Audit;
  rage(seed: number): void;
  calm(): void;
  down(): void;
  up(): void;
  /** What the chaos has done. */
  done(): Record<string, number>;
  stop(): Promise<void>;
}

export async function openBroker(name: BrokerName, site: Site, port: number): Promise<Broker> {
  const open = { 'sns-sqs': openSnsSqs, nats: openNats };
  return await open[name](site, port);
}

async function openSnsSqs({ crew, dataDir }: Site, port: number): Promise<Broker> {
  await crew.add(messagingPlan(dataDir, port));
  const target = `http://127.0.0.1:${port}`;
  const settings = readSettings({ AWS_ENDPOINT_URL: target });
  const aws = awsClients(settings);
  await applyTopology(aws, awsPlace(settings));
  const proxy = await startChaosProxy(target, CALM);
  const chaoticAws = awsClients(readSettings({ AWS_ENDPOINT_URL: proxy.url }));
  const audit = await auditSns(aws, awsPlace(settings));
  return {
    environment: { AWS_ENDPOINT_URL: proxy.url },
    simulators: { awsEndpointUrl: proxy.url },
    publisher: snsPublisher(chaoticAws, awsPlace(settings)),
    messaging: snsSqsMessaging(aws, { place: awsPlace(settings), retrySeconds: 1, onError: () => undefined }),
    audit,
    ...controls(proxy, { ...RATES, delayMs: 2_000 }),
    stop: async () => {
      await audit.stop();
      await proxy.stop();
      for (const client of [aws.sns, aws.sqs, chaoticAws.sns, chaoticAws.sqs]) client.destroy();
    },
  };
}

async function openNats({ crew, dataDir }: Site, port: number): Promise<Broker> {
  await crew.add(natsPlan(dataDir, { server: await findNatsServer(), port }));
  const url = natsUrl(port);
  const connection = await connectNats(url);
  await applyNatsTopology(connection);
  const proxy = await startNatsChaos(url, CALM);
  const chaotic = await connectNats(proxy.url);
  const settings = { retrySeconds: 1, onError: () => undefined };
  const audit = await auditNats(connection);
  return {
    environment: { MESSAGING: 'nats', NATS_URL: proxy.url },
    simulators: { natsUrl: proxy.url },
    publisher: await natsMessaging(chaotic, settings),
    messaging: await natsMessaging(connection, settings),
    audit,
    // What comes after the poll that it was for comes again 30 seconds later.
    ...controls(proxy, { ...RATES, delayMs: 200 }),
    stop: async () => {
      await audit.stop();
      await chaotic.close();
      await connection.close();
      await proxy.stop();
    },
  };
}

function controls(proxy: ChaosProxy, rates: ChaosRates): Pick<Broker, 'rage' | 'calm' | 'down' | 'up' | 'done'> {
  return {
    rage: (seed) => proxy.chaos.begin({ ...rates, seed }),
    calm: () => proxy.chaos.begin(CALM),
    down: () => proxy.down(),
    up: () => proxy.up(),
    done: () => ({ ...proxy.chaos.done }),
  };
}
