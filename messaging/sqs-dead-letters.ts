import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetters } from './port.ts';
import { textAttributes } from './sns-publisher.ts';
import type { Bury } from './sqs-subscriber.ts';
import { attributeText, plainJson } from './sqs-text.ts';
import { deadLetterQueue, type QueueName, undeliveredQueue } from './topology.ts';

/** While an operator looks at them, they are hidden from others who look. */
const LOOK_SECONDS = 60;
/**
 * Of many, the first are visible again before the last has been seen, and come between those. So many pages of nothing
 * new, one after the other, and all have been seen.
 */
const STALE_PAGES = 10;
const PLACES = { dead: deadLetterQueue, undelivered: undeliveredQueue } as const;

/** True when it has taken the message out of where it was. */
type Visitor = (letter: DeadLetter, message: Message, url: string) => Promise<boolean>;

/** Dead letters in SQS. Why each is there is in its attributes. */
export function sqsDeadLetters(sqs: SQSClient, urlOf: (queueName: string) => Promise<string>) {
  async function send(QueueUrl: string, { Body = '' }: Message, MessageAttributes: Attributes): Promise<void> {
    try {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Body, MessageAttributes }));
    } catch (error) {
      if (!isOfCharacters(error)) throw error;
      // A topic takes characters that a queue refuses (fauxqs: an emoji). To JSON it is the same.
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: plainJson(Body), MessageAttributes }));
    }
  }

  const bury: Bury = async (queue, message, reason) => {
    const because = textAttributes({
      reason: attributeText(reason),
      receives: message.Attributes?.ApproximateReceiveCount ?? '1',
    });
    await send(await urlOf(deadLetterQueue(queue)), message, { ...sentWith(message), ...because });
  };

  /** Shows all of them, as they come, and lets go of those that stay. */
  async function visit(queue: QueueName, visitor: Visitor): Promise<void> {
    const kinds = ['dead', 'undelivered'] as const;
    await Promise.all(
      kinds.map(async (kind) => {
        const url = await urlOf(PLACES[kind](queue));
        // By id: who comes again has a new receipt, and is let go by that one alone.
        const staying = new Map<string | undefined, Message>();
        try {
          for await (const { message, isNew } of receiveAll(url)) {
            staying.set(message.MessageId, message);
            const isTaken = isNew && (await visitor(letterOf(queue, kind, message), message, url));
            if (isTaken) staying.delete(message.MessageId);
          }
        } finally {
          await letGo(url, [...staying.values()]);
        }
      }),
    );
  }

  async function* receiveAll(QueueUrl: string): AsyncGenerator<{ message: Message; isNew: boolean }> {
    const seen = new Set<string | undefined>();
    for (let stalePages = 0; stalePages < STALE_PAGES;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: LOOK_SECONDS,
          // Asks all of SQS' servers: a short poll passes over some of them.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      if (Messages.length === 0) return;
      stalePages = Messages.every(({ MessageId }) => seen.has(MessageId)) ? stalePages + 1 : 0;
      for (const message of Messages) {
        const isNew = !seen.has(message.MessageId);
        seen.add(message.MessageId);
        yield { message, isNew };
      }
    }
  }

  /** What is deleted by now is no error. */
  async function letGo(QueueUrl: string, messages: readonly Message[]): Promise<void> {
    for (let start = 0; start < messages.length; start += 10) {
      const Entries = messages
        .slice(start, start + 10)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    }
  }

  /** One by one, each gone from here once it is done: whoever is stopped in the middle goes on where it was. */
  async function takeOut(
    queue: QueueName,
    isWanted: (letter: DeadLetter, message: Message) => boolean,
    first: (message: Message) => Promise<void>,
  ): Promise<number> {
    let taken = 0;
    await visit(queue, async (letter, message, QueueUrl) => {
      if (!isWanted(letter, message)) return false;
      await first(message);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      taken += 1;
      return true;
    });
    return taken;
  }

  const deadLetters: DeadLetters = {
    list: async (queue) => {
      const letters: DeadLetter[] = [];
      await visit(queue, async (letter) => {
        letters.push(letter);
        return false;
      });
      return letters.toSorted((a, b) => a.time.localeCompare(b.time));
    },
    redrive: async (queue, ids) => {
      const url = await urlOf(queue);
      // It may be back before this is through, as its consumer is no better yet: each goes once.
      const redrive = randomUUID();
      const isWanted = ({ id }: DeadLetter, { MessageAttributes = {} }: Message) =>
        (ids?.includes(id) ?? true) && MessageAttributes['redrive']?.StringValue !== redrive;
      return await takeOut(queue, isWanted, (message) =>
        send(url, message, { ...sentWith(message), ...textAttributes({ redrive }) }),
      );
    },
    drop: async (queue, ids) =>
      await takeOut(
        queue,
        ({ id }) => ids?.includes(id) ?? true,
        async () => undefined,
      ),
  };
  return { bury, deadLetters };
}

/** fauxqs names errors in the way of SQS' older protocol. */
function isOfCharacters(error: unknown): boolean {
  return error instanceof SQSServiceException && error.name.endsWith('InvalidMessageContents');
}

type Attributes = Record<string, MessageAttributeValue>;

/** The attributes that it came with, without ours. */
function sentWith({ MessageAttributes = {} }: Message): Attributes {
  const { reason: _reason, receives: _receives, ...others } = MessageAttributes;
  return others;
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
