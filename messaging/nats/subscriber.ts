import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import PQueue from 'p-queue';
import { attempt, type RetrySettings, type Verdict } from '../attempt.ts';
import type { MessageHandler, Subscription } from '../port.ts';
import { QUEUES, type QueueName } from '../topology.ts';
import type { Bury } from './dead-letters.ts';

export interface SubscriberSettings extends RetrySettings {
  onError(error: Error, queue: QueueName): void;
}

/**
 * Who stops waits for the pull that is out, at most so long: what the server has sent for it would be nobody's until its
 * visibility ends. The client wants to hear of the server twice in the meantime.
 */
const PULL_MS = 2000;
const PAUSE_AFTER_FAILURE_MS = 1000;
/** topology.ts counts batches: here are none, but as many messages in hand as with SQS. */
const BATCH = 10;

/** Reads a queue from each topic that it hears, until stopped. */
export function subscribeToNats(
  {
    queue,
    consumers,
    visibilitySeconds,
  }: { queue: QueueName; consumers: readonly Consumer[]; visibilitySeconds: number },
  handler: MessageHandler,
  bury: Bury,
  settings: SubscriberSettings,
): Subscription {
  const { concurrency, maxReceives } = QUEUES[queue];
  const stopping = new AbortController();
  const { signal } = stopping;
  const onError = (error: unknown) =>
    settings.onError(error instanceof Error ? error : new Error(String(error)), queue);

  async function verdictOn(message: JsMsg): Promise<Verdict> {
    const receives = message.info.deliveryCount;
    if (receives <= maxReceives) {
      return await attempt(queue, handler, { body: message.string(), receives }, signal, settings);
    }
    const reason = `received ${maxReceives} times, and its consumer died each time or could not say why`;
    return { kind: 'dead', reason, error: new Error(reason) };
  }

  async function handle(message: JsMsg, lastPull: Promise<void>): Promise<void> {
    const heartbeat = setInterval(() => attemptTo(() => message.working()), (visibilitySeconds * 1000) / 3);
    const verdict = await verdictOn(message);
    if (verdict.kind !== 'done') onError(verdict.error);
    try {
      if (verdict.kind === 'dead') await bury(queue, message, verdict.reason);
      if (verdict.kind !== 'again') message.ack();
      else await giveBack(message, verdict.afterSeconds, lastPull);
    } catch (error) {
      // It comes again, and is buried then.
      onError(error);
      attemptTo(() => message.nak(PAUSE_AFTER_FAILURE_MS));
    } finally {
      clearInterval(heartbeat);
    }
  }

  async function giveBack(message: JsMsg, afterSeconds: number, lastPull: Promise<void>): Promise<void> {
    // Before that it would come here again, and use up its tries.
    if (signal.aborted) await lastPull;
    attemptTo(() => message.nak(afterSeconds * 1000));
  }

  /** Fails once the connection is closed for good: the message comes again when its visibility ends. */
  function attemptTo(say: () => void): void {
    try {
      say();
    } catch (error) {
      onError(error);
    }
  }

  async function read(consumer: Consumer): Promise<void> {
    const limit = concurrency * BATCH;
    const inHand = new PQueue({ concurrency: limit });
    const lastPull = Promise.withResolvers<void>();
    let pulled: ConsumerMessages | undefined;
    // While the server is away a pull does not end by itself.
    const cutShort = () => setTimeout(() => void pulled?.close(), PULL_MS * 1.5).unref();
    signal.addEventListener('abort', cutShort, { once: true });
    while (!signal.aborted) {
      try {
        if (inHand.pending >= limit) await once(inHand, 'next');
        pulled = await consumer.fetch({ max_messages: limit - inHand.pending, expires: PULL_MS });
        for await (const message of pulled) {
          void inHand.add(() =>
            signal.aborted ? giveBack(message, 0, lastPull.promise) : handle(message, lastPull.promise),
          );
        }
      } catch (error) {
        onError(error);
        await sleep(PAUSE_AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    lastPull.resolve();
    await inHand.onIdle();
  }

  const reading = consumers.map(read);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(reading);
    },
  };
}
