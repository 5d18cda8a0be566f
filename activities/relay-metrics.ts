import type { Db } from '../db/client.ts';
import { type OutboxRow, outboxState } from '../db/outbox.ts';
import { meter } from '../telemetry/meter.ts';

/** Of an event's way from its commit to the topic, in seconds. */
const DELAY_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export interface RelayMetrics {
  published(rows: readonly OutboxRow[]): void;
  failed(rows: readonly OutboxRow[]): void;
}

/** What the relays tell of themselves. The outbox is looked into when somebody collects, and not otherwise. */
export function relayMetrics(db: Db): RelayMetrics {
  const published = meter().createCounter('outbox.published', { description: 'Events that the topic took' });
  const failed = meter().createCounter('outbox.failed', { description: 'Times that the topic did not take an event' });
  const delay = meter().createHistogram('outbox.delay', {
    description: 'From the commit of an event until the topic has it',
    unit: 's',
    advice: { explicitBucketBoundaries: DELAY_BUCKETS },
  });
  const depth = meter().createObservableGauge('outbox.depth', { description: 'Events that wait to be published' });
  const lag = meter().createObservableGauge('outbox.lag', { description: 'Age of the oldest of them', unit: 's' });
  const attempts = meter().createObservableGauge('outbox.attempts', {
    description: 'Of the one that failed most often',
  });
  meter().addBatchObservableCallback(
    async (result) => {
      const state = await outboxState(db);
      result.observe(depth, state.depth);
      result.observe(lag, state.lag);
      result.observe(attempts, state.attempts);
    },
    [depth, lag, attempts],
  );
  return {
    published: (rows) => {
      const now = Date.now();
      for (const { createdAt, eventType: type, storefront } of rows) {
        published.add(1, { type, storefront });
        delay.record(Math.max(0, now - createdAt.getTime()) / 1000);
      }
    },
    failed: (rows) => failed.add(rows.length),
  };
}
