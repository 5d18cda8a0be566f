import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { PartPlan } from './parts.ts';

/**
 * NATS with JetStream, with what it holds in `<dataDir>/nats`. It writes before it answers and flushes every two minutes:
 * safe against a killed process; a power cut may cost the last of it.
 */
export function natsPlan(dataDir: string, { server, port }: { server: string; port: number }): PartPlan {
  return {
    name: 'nats',
    port,
    command: server,
    args: ['-js', '-sd', join(dataDir, 'nats'), '-a', '127.0.0.1', '-p', String(port)],
    readyWithinMs: 15_000,
    endsWithinMs: 3_000,
    probe: () => probe(port),
  };
}

export const natsUrl = (port: number) => `nats://127.0.0.1:${port}`;

/** Ready when JetStream answers, which is after it has read its files. */
async function probe(port: number): Promise<void> {
  const connection = await connect({ servers: natsUrl(port), reconnect: false, timeout: 1_000 });
  try {
    await jetstream(connection, { timeout: 1_000 }).jetstreamManager();
  } finally {
    await connection.close();
  }
}
