import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './client.ts';

const CHANNEL = 'outbox';

export interface Bell {
  /** Resolves when something was committed to the outbox since the last call, or after `ms`. */
  wait(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Listens on a connection of its own, one for all that listen on `database`. */
export async function onOutbox({ sql }: Database): Promise<Bell> {
  let rung = Promise.withResolvers<void>();
  const listening = await sql.listen(CHANNEL, () => rung.resolve());
  return {
    wait: async (ms) => {
      await Promise.race([rung.promise, sleep(ms)]);
      rung = Promise.withResolvers<void>();
    },
    stop: async () => await listening.unlisten(),
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
