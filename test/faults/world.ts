import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../db/client.ts';
import { createCrew } from '../../embedded/crew.ts';
import { messagingPlan } from '../../embedded/messaging.ts';
import { freePort } from '../../embedded/ports.ts';
import { letPostgresPass } from '../../embedded/postgres-access.ts';
import { databaseUrl, postgresPlan } from '../../embedded/postgres.ts';
import { findTemporalCli } from '../../embedded/temporal-cli.ts';
import { temporalPlan } from '../../embedded/temporal.ts';
import { ports, Stack } from '../support/stack.ts';
import { type Line, startToxiproxy, type Undo } from '../support/toxiproxy.ts';
import { hideTables } from './hidden-tables.ts';
import { clearDisk, fillDisk, onSmallDisk } from './small-disk.ts';

/** Which part of the shop's world; the names are those of docs/operations/faults.md. */
export const PARTS = ['Postgres', 'Temporal', 'SNS/SQS', 'payments', 'customers'] as const;
export type Part = (typeof PARTS)[number];

/** A whole shop that reaches each part of its world over a line of its own, and whoever looks past them. */
export interface FaultyWorld {
  stack: Stack;
  lines: Record<Part, Line>;
  /** The settings of whoever looks at it past the lines. */
  direct: Record<string, string>;
  databaseUrl: string;
  temporalAddress: string;
  /** No room is left on Postgres' disk, and none in its log. */
  fillDisk(): Promise<Undo>;
  /** Temporal answers, and has nothing to stand on. */
  hideTemporalsTables(): Promise<Undo>;
  stop(): Promise<void>;
}

/** What a carrier signs with. */
export const CARRIER_SECRET = `whsec_${Buffer.from('of the carrier of the faults').toString('base64')}`;

/** Orders are over soon after they are delivered, and a payment that was given up is looked for again soon. */
const TIMING = JSON.stringify({ returnWindow: 500, lateCall: 5_000 });

export async function startFaultyWorld(): Promise<FaultyWorld> {
  // Closed in the reverse order, also where the start fails half way.
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-faults-'));
    closing.push(() => rm(dataDir, { recursive: true, force: true }));
    letPostgresPass(dataDir, () => undefined);
    const crew = createCrew(dataDir);
    closing.push(() => crew.stop([['sns-sqs', 'temporal'], ['postgres']]));
    const [postgres, temporal, uiPort, aws] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const cli = await findTemporalCli();
    const disk = join(dataDir, 'disk');
    await Promise.all([
      crew.add(await onSmallDisk(postgresPlan(disk, postgres), disk)),
      crew.add(temporalPlan(dataDir, { cli, port: temporal, uiPort })),
      crew.add(messagingPlan(dataDir, aws)),
    ]);

    const toxiproxy = await startToxiproxy();
    closing.push(() => toxiproxy.stop());
    const shopPorts = await ports();
    const simulators = `127.0.0.1:${shopPorts['SIMULATOR_PORT']}`;
    const lines: Record<Part, Line> = {
      Postgres: await toxiproxy.lineTo('postgres', `127.0.0.1:${postgres}`),
      Temporal: await toxiproxy.lineTo('temporal', `127.0.0.1:${temporal}`),
      'SNS/SQS': await toxiproxy.lineTo('sns-sqs', `127.0.0.1:${aws}`),
      payments: await toxiproxy.lineTo('payments', simulators),
      customers: await toxiproxy.lineTo('customers', simulators),
    };
    const stack = await Stack.start({
      ...shopPorts,
      DATABASE_URL: databaseUrl(portOf(lines.Postgres)),
      TEMPORAL_ADDRESS: lines.Temporal.address,
      AWS_ENDPOINT_URL: `http://${lines['SNS/SQS'].address}`,
      STRIPE_URL: `http://${lines.payments.address}`,
      CUSTOMERS_URL: `http://${lines.customers.address}`,
      TIMING,
      CARRIER_WEBHOOK_SECRETS: CARRIER_SECRET,
    });
    closing.push(async () => {
      await stack.stop();
      await stack.remove();
    });
    const direct = {
      DATA_DIR: stack.dataDir,
      DATABASE_URL: databaseUrl(postgres),
      TEMPORAL_ADDRESS: `127.0.0.1:${temporal}`,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${aws}`,
      STRIPE_URL: `http://${simulators}`,
      CUSTOMERS_URL: `http://${simulators}`,
      TIMING,
      NO_COLOR: '1',
    };
    const [databaseAt, temporalAt] = [direct.DATABASE_URL, direct.TEMPORAL_ADDRESS];
    return {
      stack,
      lines,
      direct,
      databaseUrl: databaseAt,
      temporalAddress: temporalAt,
      fillDisk: async () => {
        const [running] = crew.parts.filter(({ name }) => name === 'postgres');
        if (!running) throw new Error('there is no Postgres');
        return await keepFull(running.pid, disk, databaseAt);
      },
      hideTemporalsTables: () => hideTables(join(dataDir, 'temporal', 'temporal.db')),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A Postgres that begins anew may find some of its log to clear away, and with that room for a while. */
async function keepFull(pid: number, disk: string, url: string): Promise<Undo> {
  const over = new AbortController();
  const use = async () => {
    await fillDisk(pid, disk);
    await useUpLog(url);
  };
  await use();
  const keeping = (async () => {
    while (!over.signal.aborted) {
      await sleep(100);
      await use();
    }
  })();
  // Whoever ends it hears of it.
  keeping.catch(() => undefined);
  return async () => {
    over.abort();
    await keeping;
    // Of one that has only just ended some processes still answer.
    await sleep(1_000);
    await clearDisk(pid, disk);
  };
}

/** Goes on to the next part of its log until there is room for none, which is when Postgres ends. */
async function useUpLog(url: string): Promise<void> {
  const database = connect(url, { max: 1 });
  try {
    for (;;)
      await database.sql`select pg_logical_emit_message(false, 'order-saga', 'or nothing would be there to go on from'), pg_switch_wal()`;
  } catch {
    // It has ended.
  } finally {
    await database.close();
  }
}

function portOf({ address }: Line): number {
  return Number(new URL(`tcp://${address}`).port);
}
