import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import pRetry from 'p-retry';
import { Consumer } from 'sqs-consumer';
import { attempt, type RetrySettings, type Verdict } from './attempt.ts';
import type { MessageHandler, Subscription } from './port.ts';
import { QUEUES, type QueueName } from './topology.ts';

export interface SubscriberSettings extends RetrySettings {
  /** Instead of what topology.ts says, for tests that wait for it. */
  visibilitySeconds?: number;
  onError(error: Error, queue: QueueName): void;
}

/** Puts a message into its dead-letter queue; deleting it is the caller's. */
export type Bury = (queue: QueueName, message: Message, reason: string) => Promise<void>;

/**
 * Who stops waits for its polls to end, at most so long. One that is cut short is answered all the same, and what it was
 * answered with is nobody's until its visibility ends.
 */
const POLL_SECONDS = 2;

interface Handled {
  message: Message;
  verdict: Verdict;
}

const AWAY_MS = 1000;
const DELETING = { retries: 3, minTimeout: 100 };
/** For what is in hand when it is told to stop: a mail takes up to 15 seconds, and the process has 19. */
const DRAIN_MS = 16_000;

/** Reads one queue with as many consumers as topology.ts says, until stopped. */
export function subscribeToSqs(
  sqs: SQSClient,
  { queue, queueUrl }: { queue: QueueName; queueUrl: string },
  handler: MessageHandler,
  bury: Bury,
  settings: SubscriberSettings,
): Subscription {
  const stopping = new AbortController();
  const { signal } = stopping;
  const onError = (error: unknown) =>
    settings.onError(error instanceof Error ? error : new Error(String(error)), queue);

  async function handle(message: Message): Promise<Handled> {
    const { Body: body = '', Attributes = {} } = message;
    const receives = Number(Attributes.ApproximateReceiveCount ?? 1);
    if (signal.aborted) return { message, verdict: { kind: 'again', afterSeconds: 0, error: new Error('stopped') } };
    const verdict = await attempt(queue, handler, { body, receives }, signal, settings);
    if (verdict.kind !== 'done') onError(verdict.error);
    if (verdict.kind !== 'dead') return { message, verdict };
    try {
      await bury(queue, message, verdict.reason);
      return { message, verdict };
    } catch (error) {
      // It comes again, and is buried then; past its receives the queue's own policy does it, without the reason.
      onError(error);
      return { message, verdict: { kind: 'again', afterSeconds: 1, error: verdict.error } };
    }
  }

  /** Deleted here and not by sqs-consumer, whose calls are cut short when it is stopped in the middle. */
  async function settle(handled: readonly Handled[]): Promise<void> {
    const gone: { Id: string; ReceiptHandle: string | undefined }[] = [];
    const back: { Id: string; ReceiptHandle: string | undefined; VisibilityTimeout: number }[] = [];
    for (const [index, { message, verdict }] of handled.entries()) {
      const entry = { Id: String(index), ReceiptHandle: message.ReceiptHandle };
      if (verdict.kind !== 'again') gone.push(entry);
      // A poll that is still out would bring it here again, and use up its tries.
      else back.push({ ...entry, VisibilityTimeout: signal.aborted ? POLL_SECONDS : Math.round(verdict.afterSeconds) });
    }
    await remove(gone);
    // What fails here comes again when its visibility ends.
    if (back.length > 0) await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries: back }));
  }

  /** A few times, as what stays comes again: handled, it is known, but a dead letter would be there twice. */
  async function remove(entries: { Id: string; ReceiptHandle: string | undefined }[]): Promise<void> {
    let left = entries;
    const once = async () => {
      const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: left }));
      left = left.filter(({ Id }) => Failed.some((failed) => failed.Id === Id));
      if (left.length > 0)
        throw new Error(`${left.length} messages were not deleted: ${Failed[0]?.Message ?? Failed[0]?.Code}`);
    };
    if (left.length > 0) await pRetry(once, DELETING).catch(onError);
  }

  const { concurrency } = QUEUES[queue];
  const visibilitySeconds = settings.visibilitySeconds ?? QUEUES[queue].visibilitySeconds;
  const consumers = Array.from({ length: concurrency }, () => {
    const consumer = Consumer.create({
      sqs,
      queueUrl,
      batchSize: 10,
      waitTimeSeconds: POLL_SECONDS,
      messageAttributeNames: ['All'],
      messageSystemAttributeNames: ['ApproximateReceiveCount'],
      visibilityTimeout: visibilitySeconds,
      heartbeatInterval: Math.floor(visibilitySeconds / 3),
      authenticationErrorTimeout: AWAY_MS,
      pollingCompleteWaitTimeMs: DRAIN_MS,
      handleMessageBatch: async (messages) => {
        await settle(await Promise.all(messages.map(handle)));
        return [];
      },
    });
    // SQS away: said once, and asked once a second until it is back.
    let away = false;
    consumer.on('error', (error) => {
      if (!away) onError(error);
      away = true;
      consumer.updateOption('pollingWaitTimeMs', AWAY_MS);
    });
    const back = () => {
      if (away) consumer.updateOption('pollingWaitTimeMs', 0);
      away = false;
    };
    consumer.on('empty', back);
    consumer.on('message_received', back);
    consumer.start();
    return consumer;
  });

  async function stopAll(): Promise<void> {
    stopping.abort();
    await Promise.all(
      consumers.map((consumer) => {
        const stopped = new Promise<void>((resolve) => consumer.once('stopped', () => resolve()));
        consumer.stop();
        return stopped;
      }),
    );
  }
  // A consumer that has stopped does not say so again.
  let stopped: Promise<void> | undefined;
  return { stop: () => (stopped ??= stopAll()) };
}
