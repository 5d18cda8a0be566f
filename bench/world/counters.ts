import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { z } from 'zod';
import type { RunningPeer } from './running-peer.ts';
import { urlOf } from './postgres.ts';
import { processTable, type TreeUsage, usageOf } from './process-tree.ts';

/** Counters that only grow (but for memory): the difference of two is what happened in between. */
export interface Usage {
  /** CPU time by process: `main`, `engine` (the peer's own), `postgres`, `temporal`, `stub`. */
  cpuMs: Record<string, number>;
  /** Transactions that wrote, in all databases. Known at once; what pg_stat_database says comes up to 10 s late. */
  commits: number;
  /** In all databases. */
  walBytes: number;
  /** What each of them has in memory; memory that processes share is divided among them (PSS). */
  rssBytes: Record<string, number>;
}

export interface Counters {
  read(peer: RunningPeer): Promise<Usage>;
  close(): Promise<void>;
}

const Row = z.tuple([z.object({ wal: z.coerce.number(), transactions: z.coerce.number() })]);

export function connectCounters(
  dataDir: string,
  postgresPort: number,
  servers: Readonly<Record<'temporal' | 'stub', number>>,
): Counters {
  const sql = postgres(urlOf(postgresPort, 'postgres'), { max: 1, onnotice: () => undefined });
  // Without the node process that started it.
  const postmaster = Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  return {
    async read(peer) {
      const [row] = Row.parse([
        ...(await sql`
          select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal,
            pg_snapshot_xmax(pg_current_snapshot())::text::bigint as transactions`),
      ]);
      const table = processTable();
      const processes: Record<string, TreeUsage> = {
        ...peer.usage(table),
        postgres: usageOf(postmaster, table),
        temporal: usageOf(servers.temporal, table),
        stub: usageOf(servers.stub, table),
      };
      const each = (what: keyof TreeUsage) =>
        Object.fromEntries(Object.entries(processes).map(([name, usage]) => [name, usage[what]]));
      return {
        cpuMs: each('cpuMs'),
        rssBytes: each('memoryBytes'),
        commits: row.transactions,
        walBytes: row.wal,
      };
    },
    close: () => sql.end({ timeout: 1 }),
  };
}
