import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure, Context } from '@temporalio/activity';
import { nextInOutbox, type OutboxRow, postpone, removePublished } from '../db/outbox.ts';
import { onCommits } from '../db/commit-bell.ts';
import { FenceLost, joinRelays, type RelayFence } from '../db/relay-fence.ts';
import type { ActivityDeps } from './deps.ts';
import { relayMetrics } from './relay-metrics.ts';
import { inBatchSpan, publishedSpans } from './relay-spans.ts';

/** The guarantee; NOTIFY only makes it sooner. */
const POLL_MS = 100;
const ROUND = 200;
/** While the topic takes nothing: few at a time, and after a pause that grows, so that an outage is no storm of updates. */
const PROBE = 10;
const MAX_PAUSE_MS = 2000;
const HOUR_MS = 60 * 60 * 1000;

export type RelayDeps = Pick<ActivityDeps, 'outbox' | 'connectFence' | 'publisher' | 'stopping'>;

/** What became of the events of one round. */
interface Round {
  published: OutboxRow[];
  failed: OutboxRow[];
  /** Why the first of them failed. */
  reason: string | undefined;
}

/** Publishes what waits in the outbox, in order per order, and deletes what is published. */
export function relayActivities({ outbox, connectFence, publisher, stopping }: RelayDeps) {
  const { db } = outbox;
  const told = relayMetrics(db);

  /**
   * Whatever becomes of the fence, an event goes out after the earlier ones of its order have been taken: until then its
   * row waits behind theirs. What a relay without its slots could still add is a repeat, never another order.
   */
  async function drain(fence: RelayFence, limit: number): Promise<Round> {
    const slots = await fence.confirm();
    const rows = slots.length === 0 ? [] : await nextInOutbox(db, slots, limit);
    if (rows.length === 0) return { published: [], failed: [], reason: undefined };
    const { outcomes, batch } = await inBatchSpan(rows.length, () =>
      publisher.publish(
        'order-events',
        rows.map(({ eventType, storefront, message }) => ({ eventType, storefront, body: message })),
        // A process that stood still after it had asked learns it here, and publishes nothing.
        fence.until(),
      ),
    );
    const published = rows.filter((_, index) => outcomes[index]?.taken);
    const failed = rows.filter((_, index) => !outcomes[index]?.taken);
    publishedSpans(published, batch);
    await Promise.all([removePublished(db, published), postpone(db, failed)]);
    told.published(published);
    told.failed(failed);
    const first = outcomes.find(({ taken }) => !taken);
    return { published, failed, reason: first && !first.taken ? first.reason : undefined };
  }

  return {
    /** Runs for an hour, as one of the relays that share the outbox. */
    async relayEvents(): Promise<void> {
      const context = Context.current();
      const until = Date.now() + HOUR_MS;
      const bell = await onCommits(outbox);
      const session = connectFence();
      let pauseMs = 0;
      try {
        const fence = await joinRelays(session);
        while (Date.now() < until) {
          context.heartbeat();
          context.cancellationSignal.throwIfAborted();
          if (stopping.aborted) throw ApplicationFailure.retryable('the worker stops');
          const { published, failed, reason } = await drain(fence, pauseMs === 0 ? ROUND : PROBE);
          // Each event is told of once; during an outage only the first.
          if (pauseMs === 0 && failed.some(({ attempts }) => attempts === 0)) {
            context.log.warn('events were not published', {
              published: published.length,
              failed: failed.length,
              reason,
            });
          }
          const nothingTaken = failed.length > 0 && published.length === 0;
          pauseMs = nothingTaken ? Math.min(MAX_PAUSE_MS, Math.max(POLL_MS, 2 * pauseMs)) : 0;
          if (pauseMs > 0) await sleep(pauseMs);
          else if (published.length === 0) await bell.wait(POLL_MS);
        }
      } catch (error) {
        throw error instanceof FenceLost ? ApplicationFailure.retryable(error.message, error.name) : error;
      } finally {
        await Promise.all([bell.stop(), session.close()]);
      }
    },
  };
}
