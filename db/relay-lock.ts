import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './client.ts';

const CHANNEL = 'outbox';

/** True while this session (the pool must have one connection) holds the partition's lock. */
export async function holdRelayLock({ sql }: Database, partition: number): Promise<boolean> {
  const [row] = await sql<{ held: boolean }[]>`
    select exists (
      select 1 from pg_locks
      where locktype = 'advisory' and pid = pg_backend_pid() and objid = ${partition}
        and classid = hashtext('outbox relay')::oid and objsubid = 2 and granted
    ) or pg_try_advisory_lock(hashtext('outbox relay'), ${partition}) as held`;
  return row?.held ?? false;
}

export interface Bell {
  /** Resolves when something was committed to the outbox since the last call, or after `ms`. */
  wait(ms: number): Promise<void>;
}

/** Listens on a connection of its own. */
export async function onOutbox({ sql }: Database): Promise<Bell> {
  let rung = Promise.withResolvers<void>();
  await sql.listen(CHANNEL, () => rung.resolve());
  return {
    wait: async (ms) => {
      await Promise.race([rung.promise, sleep(ms)]);
      rung = Promise.withResolvers<void>();
    },
  };
}

/** Rings the bell, at most once at a time. Called after a commit: inside it, NOTIFY would serialize all commits. */
export function outboxRinger({ sql }: Database): () => void {
  let ringing = false;
  return () => {
    if (ringing) return;
    ringing = true;
    // The relay's poll is the guarantee: a bell that fails to ring costs a tenth of a second.
    void sql
      .notify(CHANNEL, '')
      .catch(() => undefined)
      .finally(() => (ringing = false));
  };
}
