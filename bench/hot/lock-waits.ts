import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { z } from 'zod';

/** What the shop's connections were seen doing, over the looks of one block. */
export interface Waits {
  looks: number;
  /** How many connections were at it at a time, on average: a kind of wait, or `running`. */
  connections: Record<string, number>;
  /** The longest that one was seen waiting for a row that another holds, in milliseconds. */
  longestLockMs: number;
}

const Rows = z.array(z.object({ what: z.string(), count: z.coerce.number(), longest: z.coerce.number() }));
const Statements = z.tuple([z.object({ calls: z.coerce.number(), ms: z.coerce.number() })]);

const LOOK_EVERY_MS = 50;

/** Looks at Postgres while orders are placed: what waits for whom, and what reserving costs. */
export class Watch {
  readonly #sql: postgres.Sql;

  constructor(url: string) {
    this.#sql = postgres(url, { max: 1, onnotice: () => undefined });
  }

  async open(): Promise<void> {
    await this.#sql`create extension if not exists pg_stat_statements`;
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 });
  }

  /** Looks every 50 ms until `work` is done. */
  async during(work: Promise<unknown>): Promise<Waits> {
    const over = new AbortController();
    const end = () => over.abort();
    work.then(end, end);
    const waits: Waits = { looks: 0, connections: {}, longestLockMs: 0 };
    const seen = new Map<string, number>();
    do {
      for (const { what, count, longest } of await this.#look()) {
        seen.set(what, (seen.get(what) ?? 0) + count);
        if (what.startsWith('Lock')) waits.longestLockMs = Math.max(waits.longestLockMs, longest);
      }
      waits.looks += 1;
      await sleep(LOOK_EVERY_MS);
    } while (!over.signal.aborted);
    for (const [what, count] of seen) waits.connections[what] = count / waits.looks;
    return waits;
  }

  /** Of locks, which one; what has a transaction open and nothing to do in it counts too, as it may hold some. */
  async #look(): Promise<z.infer<typeof Rows>> {
    return Rows.parse([
      ...(await this.#sql`
        select
          case
            when state <> 'active' then 'idle in transaction'
            when wait_event_type = 'Lock' then 'Lock: ' || coalesce(locktype, wait_event)
            else coalesce(wait_event_type || ': ' || wait_event, 'running')
          end as what,
          count(*) as count,
          max(extract(epoch from clock_timestamp() - query_start)) * 1000 as longest
        from pg_stat_activity a
        left join (select distinct pid, locktype from pg_locks where not granted) l on l.pid = a.pid
        where datname = current_database() and application_name = 'order-saga' and state in ('active', 'idle in transaction')
        group by 1`),
    ]);
  }

  /** How often the statement that reserves has run, and how long in all, by pg_stat_statements. */
  async reserving(): Promise<{ calls: number; ms: number }> {
    const rows = await this.#sql`
      select coalesce(sum(calls), 0) as calls, coalesce(sum(total_exec_time), 0) as ms
      from pg_stat_statements where query like '%wanted as materialized%' and query not like '%pg_stat_statements%'`;
    return Statements.parse([...rows])[0];
  }
}
