import { join } from 'node:path';
import type { PartPlan } from './parts.ts';
import { probeHttp } from './probes.ts';

export type SimulatorSettings = {
  port: number;
  carrier: 'auto' | 'off';
  awsEndpointUrl?: string | undefined;
  /** Given: the carrier publishes there, and not to SNS. */
  natsUrl?: string | undefined;
};

/** The outside world: customers, payments and a carrier. */
export function simulatorsPlan(
  dataDir: string,
  { port, carrier, awsEndpointUrl, natsUrl }: SimulatorSettings,
): PartPlan {
  const main = join(import.meta.dirname, '..', 'simulators', 'main.ts');
  const aws = awsEndpointUrl === undefined ? [] : ['--aws-endpoint', awsEndpointUrl];
  const nats = natsUrl === undefined ? [] : ['--nats-url', natsUrl];
  return {
    name: 'simulators',
    port,
    command: process.execPath,
    args: [main, '--port', String(port), '--data-dir', dataDir, '--carrier', carrier, ...aws, ...nats],
    readyWithinMs: 15_000,
    endsWithinMs: 2_000,
    probe: () => probeHttp(`http://127.0.0.1:${port}/health`),
  };
}
