import { context } from '@opentelemetry/api';
import { noteHandling } from './metrics.ts';
import { HEARD_ON } from './tracing.ts';
import type { IncomingMessage, MessageHandler } from './port.ts';
import { QUEUES, type QueueName } from './topology.ts';

/** A message that no repeat can help: it goes to the dead-letter queue at once, its text as the reason. */
export class DeadMessage extends Error {
  override readonly name = 'DeadMessage';
}

/** What a consumer does with a message next, whatever it came over. */
export type Verdict =
  | { kind: 'done' }
  | { kind: 'again'; afterSeconds: number; error: Error }
  | { kind: 'dead'; reason: string; error: Error };

export interface RetrySettings {
  /** Before the second try; each later one waits twice as long, a minute at most. */
  retrySeconds: number;
}

const MAX_RETRY_SECONDS = 60;

/** Hands a message to its handler. Never rejects. */
export async function attempt(
  queue: QueueName,
  handler: MessageHandler,
  message: IncomingMessage,
  signal: AbortSignal,
  settings: RetrySettings,
): Promise<Verdict> {
  const begun = performance.now();
  const verdict = await verdictOf(queue, handler, message, signal, settings);
  noteHandling(queue, verdict.kind, performance.now() - begun);
  return verdict;
}

async function verdictOf(
  queue: QueueName,
  handler: MessageHandler,
  message: IncomingMessage,
  signal: AbortSignal,
  { retrySeconds }: RetrySettings,
): Promise<Verdict> {
  try {
    await context.with(context.active().setValue(HEARD_ON, queue), async () => await handler(message, signal));
    return { kind: 'done' };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (error instanceof DeadMessage) return { kind: 'dead', reason: error.message, error };
    // The process stops: whoever comes next tries it at once.
    if (signal.aborted) return { kind: 'again', afterSeconds: 0, error };
    if (message.receives >= QUEUES[queue].maxReceives) {
      return { kind: 'dead', reason: `tried ${message.receives} times, at last: ${error.message}`, error };
    }
    const afterSeconds = Math.min(MAX_RETRY_SECONDS, retrySeconds * 2 ** (message.receives - 1));
    return { kind: 'again', afterSeconds, error };
  }
}
