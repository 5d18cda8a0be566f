import { meter } from '../telemetry/meter.ts';
import type { Verdict } from './attempt.ts';
import type { MessagingService } from './port.ts';
import type { QueueName } from './topology.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** From what happened to its handling. */
const AGES = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200];

/** Made with the first message: before that nobody has said yet where metrics go. */
let instruments: ReturnType<typeof consumerInstruments> | undefined;

function consumerInstruments() {
  return {
    duration: meter().createHistogram('messaging.process.duration', {
      description: 'Handling of one message, by what became of it: done, again or dead',
      unit: 's',
      advice: { explicitBucketBoundaries: SECONDS },
    }),
    age: meter().createHistogram('messaging.age', {
      description: 'Age of an event when it is handled',
      unit: 's',
      advice: { explicitBucketBoundaries: AGES },
    }),
  };
}

export function noteHandling(queue: QueueName, outcome: Verdict['kind'], ms: number): void {
  (instruments ??= consumerInstruments()).duration.record(ms / 1000, { queue, outcome });
}

/** @param time of the event, RFC 3339 */
export function noteAge(queue: string, time: string): void {
  const seconds = Math.max(0, Date.now() - Date.parse(time)) / 1000;
  (instruments ??= consumerInstruments()).age.record(seconds, { queue });
}

/** How far these queues are behind, asked when somebody collects. */
export function depthMetrics(messaging: Pick<MessagingService, 'depth'>, queues: readonly QueueName[]): void {
  const depth = meter().createObservableGauge('messaging.depth', { description: 'Messages that wait or are in hand' });
  const dead = meter().createObservableGauge('messaging.dead_letters', { description: 'Messages nobody could handle' });
  meter().addBatchObservableCallback(
    async (result) => {
      // Of a transport that is away there is nothing to tell.
      await Promise.allSettled(
        queues.map(async (queue) => {
          const { messages, deadLetters } = await messaging.depth(queue);
          result.observe(depth, messages, { queue });
          result.observe(dead, deadLetters, { queue });
        }),
      );
    },
    [depth, dead],
  );
}

/** Which services outside are away, as their circuit breakers see it. */
export function breakerMetrics(): { changed(outside: string, state: 'open' | 'closed'): void } {
  const open = new Map<string, number>();
  const gauge = meter().createObservableGauge('breaker.open', {
    description: '1 while the circuit to a service outside is open',
  });
  gauge.addCallback((result) => {
    for (const [outside, isOpen] of open) result.observe(isOpen, { outside });
  });
  return { changed: (outside, state) => void open.set(outside, state === 'open' ? 1 : 0) };
}
