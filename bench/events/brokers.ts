import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { messagingPlan } from '../../embedded/messaging.ts';
import type { SimulatorSettings } from '../../embedded/simulators.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import type { MessagingService, Publisher } from '../../messaging/port.ts';
import { snsPublisher } from '../../messaging/sns-publisher.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { CALM, type ChaosRates } from '../../test/chaos/chaos.ts';
import { startChaosProxy } from '../../test/chaos/proxy.ts';
import type { Site } from '../world/site.ts';
import { type Audit, auditSns } from './audit.ts';

export const BROKERS = ['sns-sqs'] as const;
export type BrokerName = (typeof BROKERS)[number];

/** What carries the messages, and the chaos before it. */
export interface Broker {
  /** What roles are told, so that they come by the chaos. */
  environment: Record<string, string>;
  simulators: Pick<SimulatorSettings, 'awsEndpointUrl'>;
  /** Past the chaos: for looking. */
  messaging: MessagingService;
  /** By the chaos, as everybody. */
  publisher: Publisher;
  /** Everything that order-events carried. */
  audit: Audit;
  rage(rates: ChaosRates): void;
  calm(): void;
  down(): void;
  up(): void;
  /** What the chaos has done. */
  done(): Record<string, number>;
  stop(): Promise<void>;
}

export async function openBroker(name: BrokerName, site: Site, port: number): Promise<Broker> {
  const open = { 'sns-sqs': openSnsSqs };
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
    rage: (rates) => void (proxy.chaos.rates = rates),
    calm: () => void (proxy.chaos.rates = CALM),
    down: () => proxy.down(),
    up: () => proxy.up(),
    done: () => ({ ...proxy.chaos.done }),
    stop: async () => {
      await audit.stop();
      await proxy.stop();
      for (const client of [aws.sns, aws.sqs, chaoticAws.sns, chaoticAws.sqs]) client.destroy();
    },
  };
}
