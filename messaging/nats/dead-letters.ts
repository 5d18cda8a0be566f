import {
  type JetStreamClient,
  JetStreamError,
  type JetStreamManager,
  type JsMsg,
  type StoredMsg,
} from '@nats-io/jetstream';
import type { DeadLetter, DeadLetters } from '../port.ts';
import { deadLetterQueue, hearsOf, type QueueName, TOPICS, type TopicName } from '../topology.ts';
import { textHeaders } from './publisher.ts';
import { deadLetterSubject, redriveSubject } from './resources.ts';

/** Messages that are read at a time. */
const PAGE = 500;
const MAX_REASON_LENGTH = 1000;
/** Not in a header of NATS. */
const LINE_BREAKS = /[\r\n]+/g;

/** Puts a message into its dead-letter stream; acknowledging it is the caller's. */
export type Bury = (queue: QueueName, message: JsMsg, reason: string) => Promise<void>;

/** Dead letters in JetStream. Why each is there is in its headers. */
export function natsDeadLetters(js: JetStreamClient, manager: JetStreamManager) {
  const bury: Bury = async (queue, message, reason) => {
    const { stream, streamSequence, deliveryCount } = message.info;
    await js.publish(deadLetterSubject(queue), message.data, {
      headers: textHeaders({
        eventType: message.headers?.get('eventType') ?? '',
        storefront: message.headers?.get('storefront') ?? '',
        topic: stream,
        reason: reason.replace(LINE_BREAKS, ' ').slice(0, MAX_REASON_LENGTH),
        receives: String(deliveryCount),
      }),
      // Who dies between this and the acknowledgement does both again: JetStream keeps one.
      msgID: `${stream}:${streamSequence}`,
    });
  };

  async function all(queue: QueueName): Promise<StoredMsg[]> {
    const found: StoredMsg[] = [];
    for (;;) {
      const seq = (found.at(-1)?.seq ?? 0) + 1;
      const page = found.length;
      try {
        for await (const message of await manager.direct.getBatch(deadLetterQueue(queue), { seq, batch: PAGE })) {
          found.push(message);
        }
      } catch (error) {
        if (isNothingThere(error)) return found;
        throw error;
      }
      if (found.length === page || (found.at(-1)?.pending ?? 0) <= 0) return found;
    }
  }

  /** One by one, each gone from here once it is done: whoever is stopped in the middle goes on where it was. */
  async function takeOut(
    queue: QueueName,
    ids: readonly string[] | undefined,
    first: (message: StoredMsg) => Promise<unknown>,
  ): Promise<number> {
    const wanted = (await all(queue)).filter(({ seq }) => ids?.includes(String(seq)) ?? true);
    for (const message of wanted) {
      await first(message);
      await manager.streams.deleteMessage(deadLetterQueue(queue), message.seq, false);
    }
    return wanted.length;
  }

  const deadLetters: DeadLetters = {
    list: async (queue) => (await all(queue)).map((message) => letterOf(queue, message)),
    redrive: async (queue, ids) =>
      await takeOut(queue, ids, ({ data, header, seq }) =>
        js.publish(redriveSubject(topicOf(queue, header.get('topic')), queue), data, {
          headers: textHeaders({ eventType: header.get('eventType'), storefront: header.get('storefront') }),
          msgID: `${deadLetterQueue(queue)}:${seq}`,
        }),
      ),
    drop: async (queue, ids) => await takeOut(queue, ids, async () => undefined),
  };
  return { bury, deadLetters };
}

/** The topic that it came from, if the queue still hears it. */
function topicOf(queue: QueueName, name: string): TopicName {
  const hears = hearsOf(queue).map(([topic]) => topic);
  return hears.find((topic) => topic === name) ?? hears[0] ?? TOPICS[0];
}

function letterOf(queue: QueueName, message: StoredMsg): DeadLetter {
  const { seq, header, time } = message;
  return {
    id: String(seq),
    queue,
    kind: 'dead',
    body: message.string(),
    eventType: header.get('eventType'),
    storefront: header.get('storefront'),
    reason: header.get('reason'),
    receives: Number(header.get('receives')),
    time: time.toISOString(),
  };
}

function isNothingThere(error: unknown): boolean {
  return error instanceof JetStreamError && 'code' in error && error.code === 404;
}
