import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsClients, awsPlace } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { messagingPlan } from '../../embedded/messaging.ts';
import { findNatsServer } from '../../embedded/nats-build.ts';
import { natsPlan, natsUrl } from '../../embedded/nats.ts';
import { type Part, type PartPlan, startPart, untilReady } from '../../embedded/parts.ts';
import { freePort } from '../../embedded/ports.ts';
import { send } from '../../embedded/processes.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import { applyNatsTopology } from '../../messaging/nats/apply-topology.ts';
import { connectNats } from '../../messaging/nats/connection.ts';
import { natsMessaging } from '../../messaging/nats/messaging.ts';
import type { MessagingService } from '../../messaging/port.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { until } from './stack-wait.ts';

export interface ClientSettings {
  retrySeconds: number;
  visibilitySeconds?: number;
  onError(error: Error): void;
}

/** A broker in a process of its own, with our topology, and clients of it. */
export interface Broker {
  url: string;
  connect(settings: ClientSettings): Promise<MessagingService>;
  kill(): Promise<void>;
  /** Starts it again, on what it held. */
  restart(): Promise<void>;
  /** It holds its connections, and says nothing. */
  freeze(): Promise<void>;
  thaw(): void;
  /** At once: who still reads from it has nothing to wait for. */
  end(): Promise<void>;
}

export async function startSnsSqs(): Promise<Broker> {
  const port = await freePort();
  const running = await startProcess((dataDir) => messagingPlan(dataDir, port));
  const url = `http://127.0.0.1:${port}`;
  const settings = readSettings({ AWS_ENDPOINT_URL: url });
  const place = awsPlace(settings);
  const aws = awsClients(settings);
  await applyTopology(aws, place);
  running.beforeEnd(async () => [aws.sns.destroy(), aws.sqs.destroy()]);
  return { ...running, url, connect: async (client) => snsSqsMessaging(aws, { place, ...client }) };
}

export async function startNats(): Promise<Broker> {
  const [port, server] = [await freePort(), await findNatsServer()];
  const running = await startProcess((dataDir) => natsPlan(dataDir, { server, port }));
  const url = natsUrl(port);
  return {
    ...running,
    url,
    connect: async (client) => {
      const connection = await connectNats(url);
      running.beforeEnd(() => connection.close());
      await applyNatsTopology(connection, client);
      return await natsMessaging(connection, client);
    },
  };
}

async function startProcess(planIn: (dataDir: string) => PartPlan) {
  const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-broker-'));
  const plan = planIn(dataDir);
  const closing: (() => Promise<unknown>)[] = [];
  const start = async (): Promise<Part> => {
    const started = startPart(dataDir, plan);
    await untilReady(dataDir, plan, started);
    return started;
  };
  let part = await start();
  return {
    beforeEnd: (close: () => Promise<unknown>) => void closing.push(close),
    kill: async () => {
      send(part.pid, 'SIGKILL');
      await part.exited;
    },
    restart: async () => {
      part = await start();
    },
    freeze: async () => {
      send(part.pid, 'SIGSTOP');
      // Its last thread stops a moment later.
      await until('the broker to be silent', () => isSilent(plan));
    },
    thaw: () => send(part.pid, 'SIGCONT'),
    end: async () => {
      send(part.pid, 'SIGKILL');
      await Promise.all([part.exited, ...closing.map((close) => close())]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function isSilent({ probe }: PartPlan): Promise<boolean> {
  return await probe().then(
    () => false,
    () => true,
  );
}
