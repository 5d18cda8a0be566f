import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from './client.ts';

const CHANNEL = 'order_events';

/** A payload has less than 8,000 bytes, an id at most 64. */
const IDS_A_RING = 100;

export interface Bell {
  /** Resolves when some order was changed since the last call, or after `ms`. */
  wait(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Listens on a connection of its own, one for all that listen on `database`. */
export async function onCommits(database: Database): Promise<Bell> {
  let rung = Promise.withResolvers<void>();
  const stop = await onChanges(database, () => rung.resolve());
  return {
    wait: async (ms) => {
      await Promise.race([rung.promise, sleep(ms)]);
      rung = Promise.withResolvers<void>();
    },
    stop,
  };
}

/**
 * The same, with the orders that were changed.
 * @param onListening called now, and whenever it listens again after the connection was lost: what was said meanwhile was not heard
 * @returns ends it
 */
export async function onChanges(
  { sql: client }: Database,
  onChanged: (orderIds: string[]) => void,
  onListening?: () => void,
): Promise<() => Promise<void>> {
  const listening = await client.listen(CHANNEL, (ids) => onChanged(ids.split(',')), onListening);
  return async () => await listening.unlisten();
}

/** Rings the bell, one ring at a time. Called after a commit: inside it, NOTIFY would serialize all commits. */
export function commitRinger({ db }: Database): (orderId: string) => void {
  const changed = new Set<string>();
  let isRinging = false;
  const ring = async () => {
    isRinging = true;
    while (changed.size > 0) {
      const ids = [...changed].slice(0, IDS_A_RING);
      for (const id of ids) changed.delete(id);
      // Whoever listens polls as well: a bell that fails to ring costs a tenth of a second, or a second.
      await db.execute(sql`select pg_notify(${CHANNEL}, ${ids.join(',')})`).catch(() => undefined);
    }
    isRinging = false;
  };
  return (orderId) => {
    changed.add(orderId);
    if (!isRinging) void ring();
  };
}
