import { z } from 'zod';
import type { Chaos, ProxiedAnswer } from './chaos.ts';

const Receive = z.looseObject({ QueueUrl: z.string(), WaitTimeSeconds: z.int().optional() });
const Received = z.looseObject({ Messages: z.array(z.looseObject({})).optional() });
type Message = Record<string, unknown>;
const Batch = z.looseObject({ Entries: z.array(z.looseObject({ Id: z.string() })) });
const BatchAnswer = z.looseObject({ Failed: z.array(z.unknown()).optional() });

type Send = (body: string) => Promise<ProxiedAnswer>;

/** SQS answers at most so many at once. */
const MOST = 10;

/** Messages on their way, by queue. */
export class Held {
  readonly #held = new Map<string, { message: Message; readyAt: number }[]>();

  put(queue: string, message: Message, afterMs: number): void {
    const readyAt = Date.now() + afterMs;
    this.#held.set(queue, [...(this.#held.get(queue) ?? []), { message, readyAt }]);
  }

  has(queue: string): boolean {
    return this.#held.get(queue)?.some(({ readyAt }) => readyAt <= Date.now()) ?? false;
  }

  /** Takes out what is due. */
  due(queue: string, most: number): Message[] {
    const held = this.#held.get(queue) ?? [];
    const due = held.filter(({ readyAt }) => readyAt <= Date.now()).slice(0, most);
    this.#held.set(
      queue,
      held.filter((one) => !due.includes(one)),
    );
    return due.map(({ message }) => message);
  }
}

/** Some messages come later than others, and some once more. */
export async function receive(chaos: Chaos, held: Held, body: string, send: Send): Promise<ProxiedAnswer> {
  const asked = Receive.parse(JSON.parse(body));
  // A long poll would keep what is held here until something else comes.
  const wait = held.has(asked.QueueUrl) ? 0 : Math.min(1, asked.WaitTimeSeconds ?? 0);
  const answer = await send(JSON.stringify({ ...asked, WaitTimeSeconds: wait }));
  if (answer.status !== 200) return answer;
  const { Messages: messages = [], ...rest } = Received.parse(JSON.parse(answer.body || '{}'));
  const now: Message[] = [];
  for (const message of messages) {
    if (chaos.happens(chaos.rates.repeat)) {
      chaos.done.repeated += 1;
      held.put(asked.QueueUrl, message, chaos.aWhile());
    }
    if (chaos.happens(chaos.rates.delay)) {
      chaos.done.delayed += 1;
      held.put(asked.QueueUrl, message, chaos.aWhile());
    } else {
      now.push(message);
    }
  }
  const Messages = chaos.shuffled([...now, ...held.due(asked.QueueUrl, MOST - now.length)]);
  return { ...answer, body: JSON.stringify({ ...rest, ...(Messages.length > 0 ? { Messages } : {}) }) };
}

/** DeleteMessageBatch and ChangeMessageVisibilityBatch. */
export async function batchOfReceipts(chaos: Chaos, body: string, send: Send): Promise<ProxiedAnswer> {
  const batch = Batch.parse(JSON.parse(body));
  const lost = batch.Entries.filter(() => chaos.happens(chaos.rates.fail));
  if (lost.length === 0) return await send(body);
  chaos.done.failed += lost.length;
  const Entries = batch.Entries.filter((entry) => !lost.includes(entry));
  const answer = Entries.length === 0 ? NOTHING_DONE : await send(JSON.stringify({ ...batch, Entries }));
  if (answer.status !== 200) return answer;
  const result = BatchAnswer.parse(JSON.parse(answer.body || '{}'));
  const failed = lost.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false }));
  return { ...answer, body: JSON.stringify({ ...result, Failed: [...(result.Failed ?? []), ...failed] }) };
}

const NOTHING_DONE: ProxiedAnswer = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: '{"Successful":[]}',
};
