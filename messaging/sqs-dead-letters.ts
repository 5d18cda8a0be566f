import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetters } from './port.ts';
import { textAttributes } from './sns-publisher.ts';
import type { Bury } from './sqs-subscriber.ts';
import { deadLetterQueue, type QueueName, undeliveredQueue } from './topology.ts';

/** While an operator looks at them, they are hidden from others who look. */
const LOOK_SECONDS = 60;
/** SQS counts attributes into a message's size, and takes no control characters in them. */
const MAX_REASON_LENGTH = 1000;
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/gu;

const PLACES = { dead: deadLetterQueue, undelivered: undeliveredQueue } as const;

interface Found {
  letter: DeadLetter;
  message: Message;
  url: string;
}

/** Dead letters in SQS. Why each is there is in its attributes. */
export function sqsDeadLetters(sqs: SQSClient, urlOf: (queueName: string) => Promise<string>) {
  const bury: Bury = async (queue, message, reason) => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: await urlOf(deadLetterQueue(queue)),
        MessageBody: message.Body ?? '',
        MessageAttributes: textAttributes({
          ...sentWith(message),
          reason: reason.replace(NOT_IN_XML, '\uFFFD').slice(0, MAX_REASON_LENGTH),
          receives: message.Attributes?.ApproximateReceiveCount ?? '1',
        }),
      }),
    );
  };

  /** Takes all of them in hand, works, and lets go of what is left. */
  async function withAll<T>(queue: QueueName, work: (found: Found[]) => Promise<T>): Promise<T> {
    const found: Found[] = [];
    for (const kind of ['dead', 'undelivered'] as const) {
      const url = await urlOf(PLACES[kind](queue));
      for await (const message of receiveAll(url)) found.push({ message, url, letter: letterOf(queue, kind, message) });
    }
    try {
      return await work(found.toSorted((a, b) => a.letter.time.localeCompare(b.letter.time)));
    } finally {
      for (const url of new Set(found.map((one) => one.url))) {
        await letGo(
          url,
          found.filter((one) => one.url === url),
        );
      }
    }
  }

  async function* receiveAll(QueueUrl: string): AsyncGenerator<Message> {
    const seen = new Set<string | undefined>();
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: LOOK_SECONDS,
          // Asks all of SQS' servers: a short poll passes over some of them.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        }),
      );
      const fresh = Messages.filter(({ MessageId }) => !seen.has(MessageId));
      if (fresh.length === 0) return;
      for (const message of fresh) {
        seen.add(message.MessageId);
        yield message;
      }
    }
  }

  /** What is deleted by now is no error. */
  async function letGo(QueueUrl: string, found: readonly Found[]): Promise<void> {
    for (let start = 0; start < found.length; start += 10) {
      const Entries = found.slice(start, start + 10).map(({ message }, index) => ({
        Id: String(index),
        ReceiptHandle: message.ReceiptHandle,
        VisibilityTimeout: 0,
      }));
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    }
  }

  /** One by one, each gone from here once it is done: whoever is stopped in the middle goes on where it was. */
  async function takeOut(
    queue: QueueName,
    ids: readonly string[] | undefined,
    first: (found: Found) => Promise<unknown>,
  ): Promise<number> {
    return await withAll(queue, async (found) => {
      const wanted = found.filter(({ letter }) => ids?.includes(letter.id) ?? true);
      for (const one of wanted) {
        await first(one);
        await sqs.send(new DeleteMessageCommand({ QueueUrl: one.url, ReceiptHandle: one.message.ReceiptHandle }));
      }
      return wanted.length;
    });
  }

  const deadLetters: DeadLetters = {
    list: async (queue) => await withAll(queue, async (found) => found.map(({ letter }) => letter)),
    redrive: async (queue, ids) => {
      const QueueUrl = await urlOf(queue);
      return await takeOut(queue, ids, ({ message }) =>
        sqs.send(
          new SendMessageCommand({
            QueueUrl,
            MessageBody: message.Body ?? '',
            MessageAttributes: textAttributes(sentWith(message)),
          }),
        ),
      );
    },
    drop: async (queue, ids) => await takeOut(queue, ids, async () => undefined),
  };
  return { bury, deadLetters };
}

/** The attributes that it was published with. SQS takes no empty ones. */
function sentWith({ MessageAttributes: given = {} }: Message): Record<string, string> {
  const { eventType, storefront } = { eventType: given['eventType'], storefront: given['storefront'] };
  return {
    ...(eventType?.StringValue ? { eventType: eventType.StringValue } : {}),
    ...(storefront?.StringValue ? { storefront: storefront.StringValue } : {}),
  };
}

function letterOf(queue: QueueName, kind: DeadLetter['kind'], message: Message): DeadLetter {
  const { MessageId: id = '', Body: body = '', Attributes = {}, MessageAttributes: given = {} } = message;
  const receives = given['receives']?.StringValue;
  return {
    id,
    queue,
    kind,
    body,
    eventType: given['eventType']?.StringValue ?? '',
    storefront: given['storefront']?.StringValue ?? '',
    reason: given['reason']?.StringValue ?? null,
    receives: receives === undefined ? null : Number(receives),
    time: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
  };
}
