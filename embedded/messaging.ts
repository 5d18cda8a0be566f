import { join } from 'node:path';
import type { PartPlan } from './parts.ts';
import { probeHttp } from './probes.ts';

/** SNS and SQS in a process of their own, with what they hold in `<dataDir>/sns-sqs`. */
export function messagingPlan(dataDir: string, port: number): PartPlan {
  return {
    name: 'sns-sqs',
    port,
    command: process.execPath,
    args: [join(import.meta.dirname, 'messaging-main.ts'), join(dataDir, 'sns-sqs'), String(port)],
    readyWithinMs: 15_000,
    endsWithinMs: 2_000,
    probe: () => probeHttp(`http://127.0.0.1:${port}/health`),
  };
}
