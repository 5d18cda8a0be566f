import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Db } from '../db/client.ts';
import { nextInOutbox, postpone, removePublished } from '../db/outbox.ts';
import { holdRelayLock, onOutbox } from '../db/relay-lock.ts';
import type { Publisher } from '../messaging/port.ts';
import type { ActivityDeps } from './deps.ts';

/** The guarantee; NOTIFY only makes it sooner. */
const POLL_MS = 100;
const ROUND = 200;
const HOUR_MS = 60 * 60 * 1000;

export interface RelayPartition {
  index: number;
  slots: number[];
}

/** Publishes what waits in the outbox, in order per order, and deletes what is published. */
export function relayActivities({ connectRelay, publisher, stopping }: ActivityDeps) {
  return {
    /** Runs for an hour. The partition's lock fences it: a stalled one never publishes beside its successor. */
    async relayEvents({ index, slots }: RelayPartition): Promise<void> {
      const context = Context.current();
      const until = Date.now() + HOUR_MS;
      const database = connectRelay();
      try {
        const bell = await onOutbox(database);
        while (Date.now() < until) {
          context.heartbeat();
          context.cancellationSignal.throwIfAborted();
          if (stopping.aborted) throw ApplicationFailure.retryable('the worker stops');
          // Asked anew each round, on the one connection that holds it: after a reconnect the lock is not taken for ours.
          const moved = (await holdRelayLock(database, index)) ? await drain(database.db, publisher, slots) : 0;
          if (moved === 0) await bell.wait(POLL_MS);
        }
      } finally {
        await database.close();
      }
    },
  };
}

/** One round; the number of events that were published. */
async function drain(db: Db, publisher: Publisher, slots: readonly number[]): Promise<number> {
  const rows = await nextInOutbox(db, slots, ROUND);
  if (rows.length === 0) return 0;
  const outcomes = await publisher.publish(
    'order-events',
    rows.map(({ eventType, storefront, message }) => ({ eventType, storefront, body: message })),
  );
  const published = rows.filter((_, index) => outcomes[index]?.taken);
  await removePublished(db, published);
  await postpone(
    db,
    rows.filter((_, index) => !outcomes[index]?.taken),
  );
  return published.length;
}
