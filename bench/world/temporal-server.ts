import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { execa } from 'execa';
import { addSearchAttributes } from '../../bin/temporal-setup.ts';
import type { Crew } from '../../embedded/crew.ts';
import { assertAccepts } from '../../embedded/ports.ts';
import { POSTGRES_USER } from './postgres-settings.ts';
import { createDatabase } from './postgres.ts';
import { findTemporalServer, type TemporalBinaries } from './temporal-binaries.ts';
import { DATABASE, PLUGIN, type TemporalConfig, VISIBILITY_DATABASE, writeTemporalConfig } from './temporal-config.ts';

export const NAMESPACE = 'default';

/**
 * Temporal's own server, all four services in one process, on the Postgres of the run. Resolves when workflows can be
 * started in the namespace `default` and listed by our search attributes.
 */
export async function startTemporalServer(
  crew: Crew,
  dataDir: string,
  config: TemporalConfig,
  signal?: AbortSignal,
): Promise<string> {
  const binaries = await findTemporalServer(signal);
  await setUpSchema(binaries, config.postgresPort, signal);
  const address = `127.0.0.1:${config.port}`;
  await crew.add({
    name: 'temporal',
    port: config.port,
    command: binaries.server,
    args: ['--config-file', writeTemporalConfig(join(dataDir, 'temporal'), config), '--allow-no-auth', 'start'],
    readyWithinMs: 60_000,
    endsWithinMs: 10_000,
    probe: () => probe(config.port),
  });
  await setUpNamespace(address, signal);
  return address;
}

/** The schema of this very version, from the module's own folder. */
async function setUpSchema(binaries: TemporalBinaries, postgresPort: number, signal?: AbortSignal): Promise<void> {
  const schemas = { [DATABASE]: 'temporal', [VISIBILITY_DATABASE]: 'visibility' };
  for (const [database, folder] of Object.entries(schemas)) {
    await createDatabase(postgresPort, database);
    const versions = join(binaries.moduleDir, 'schema', 'postgresql', 'v12', folder, 'versioned');
    for (const step of [
      ['setup-schema', '--version', '0.0'],
      ['update-schema', '--schema-dir', versions],
    ]) {
      await execa(binaries.sql, ['--plugin', PLUGIN, '--port', String(postgresPort), '--database', database, ...step], {
        env: { SQL_HOST: '127.0.0.1', SQL_USER: POSTGRES_USER, SQL_PASSWORD: POSTGRES_USER },
        stdin: 'ignore',
        ...(signal === undefined ? {} : { cancelSignal: signal }),
      });
    }
  }
}

/** Throws until the frontend answers. */
async function probe(port: number): Promise<void> {
  await assertAccepts(port);
  await withClient(`127.0.0.1:${port}`, ({ workflowService }) => workflowService.getSystemInfo({}));
}

const NAMESPACE_WITHIN_MS = 60_000;

async function setUpNamespace(address: string, signal?: AbortSignal): Promise<void> {
  await until('register a namespace', signal, () =>
    withClient(address, async ({ workflowService }) => {
      const known = await workflowService.describeNamespace({ namespace: NAMESPACE }).then(yes, no);
      if (known) return;
      const workflowExecutionRetentionPeriod = msToTs('1 day');
      await workflowService.registerNamespace({ namespace: NAMESPACE, workflowExecutionRetentionPeriod });
    }),
  );
  await until('add search attributes', signal, () =>
    withClient(address, (connection) =>
      addSearchAttributes(new Client({ connection, namespace: NAMESPACE }), NAMESPACE),
    ),
  );
  // Each service reads namespaces every few seconds: a worker that came before it would be turned away.
  await until('list workflows', signal, () =>
    withClient(address, ({ workflowService }) =>
      workflowService.countWorkflowExecutions({
        namespace: NAMESPACE,
        query: 'OrderStatus = "PENDING" AND Storefront = "us" AND NeedsAttention = true',
      }),
    ),
  );
}

async function until(what: string, signal: AbortSignal | undefined, attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + NAMESPACE_WITHIN_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (Date.now() > deadline) throw new Error(`Temporal's server does not let us ${what}`, { cause: error });
      await sleep(200);
    }
  }
}

async function withClient<T>(address: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    return await connection.withDeadline(Date.now() + 5_000, () => work(connection));
  } finally {
    await connection.close();
  }
}

const yes = () => true;
const no = () => false;
