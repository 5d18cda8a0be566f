import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { PartPlan } from './parts.ts';
import { assertAccepts } from './ports.ts';

/** DESIGN 7: none of them holds anything personal. */
const SEARCH_ATTRIBUTES = ['Storefront=Keyword', 'OrderStatus=Keyword', 'NeedsAttention=Bool'];

/**
 * A commit that waits for no flush is safe against a killed process; after a power cut the last moments of the history
 * may be missing, and every step of the saga looks into Postgres before it does anything again.
 */
const SQLITE_PRAGMAS = ['journal_mode=wal', 'synchronous=normal'];

const DYNAMIC_CONFIG = [
  // One machine needs no spreading of a queue: a task is matched at once instead of being forwarded between four.
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  // The default of 2,400 a second stands in the way of a thousand orders at once.
  'frontend.rps=20000',
  'frontend.namespaceRPS=20000',
  // A history is asked to end after 4,096 events, which it cannot before a task of its workflow has come to an end: a burst
  // stops here, so that no history comes to 10,000. Whoever sends more is told to come again.
  'history.maximumSignalsPerExecution=6000',
];

const each = (flag: string, values: string[]) => values.flatMap((value) => [flag, value]);

export type TemporalSettings = { cli: string; port: number; uiPort: number; codecUrl?: string | undefined };

/** Temporal's development server, with its histories in `<dataDir>/temporal/temporal.db`. */
export function temporalPlan(dataDir: string, { cli, port, uiPort, codecUrl }: TemporalSettings): PartPlan {
  const folder = join(dataDir, 'temporal');
  mkdirSync(folder, { recursive: true });
  return {
    name: 'temporal',
    port,
    command: cli,
    args: [
      'server',
      'start-dev',
      `--db-filename=${join(folder, 'temporal.db')}`,
      '--ip=127.0.0.1',
      `--port=${port}`,
      `--ui-port=${uiPort}`,
      ...(codecUrl === undefined ? [] : [`--ui-codec-endpoint=${codecUrl}`]),
      '--log-level=warn',
      ...each('--search-attribute', SEARCH_ATTRIBUTES),
      ...each('--sqlite-pragma', SQLITE_PRAGMAS),
      ...each('--dynamic-config-value', DYNAMIC_CONFIG),
    ],
    readyWithinMs: 30_000,
    endsWithinMs: 3_000,
    probe: () => probe(port),
  };
}

/** Ready when the list can be filtered by our attributes: the namespace is there by then, and so are they. */
async function probe(port: number): Promise<void> {
  // A gRPC channel waits a second before it dials again, a socket does not.
  await assertAccepts(port);
  const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: 2_000 });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.countWorkflowExecutions({
        namespace: 'default',
        query: 'OrderStatus = "PENDING" AND Storefront = "us" AND NeedsAttention = true',
      }),
    );
  } finally {
    await connection.close();
  }
}
