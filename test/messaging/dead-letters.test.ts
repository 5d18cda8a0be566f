import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChangeMessageVisibilityCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { OrderCloudEvent } from '../../contracts/events.ts';
import { connect, type Database } from '../../db/client.ts';
import { DeadMessage } from '../../messaging/attempt.ts';
import { analyticsHandler } from '../../messaging/handlers/analytics.ts';
import type { IncomingMessage, MessageHandler } from '../../messaging/port.ts';
import { deadLetterQueue, QUEUES, QUEUE_NAMES, undeliveredQueue, type QueueName } from '../../messaging/topology.ts';
import { confirmed, live } from '../support/lives.ts';
import { startPostgres } from '../support/postgres.ts';
import { CREATED, type Queues, startQueues } from '../support/queues.ts';
import { until } from '../support/stack-wait.ts';

const { maxReceives } = QUEUES.shipping;

let queues: Queues;
let database: Database;
let stopPostgres: () => Promise<void>;
let url: string;

beforeAll(async () => {
  ({ url, stop: stopPostgres } = await startPostgres());
  database = connect(url, { max: 8 });
  queues = await startQueues();
});
afterAll(async () => {
  await queues?.stop();
  await database?.close();
  await stopPostgres?.();
});
beforeEach(() => queues.server.reset());

const list = async (queue: QueueName) => await queues.messaging.deadLetters.list(queue);
const depth = async (queue: QueueName) => await queues.messaging.depth(queue);

const noUse: MessageHandler = async () => {
  throw new DeadMessage('no use');
};

/** An event of an order that analytics understands. */
function created() {
  const [event] = live({ at: '2026-03-01T12:00:00Z', lines: [['A', 2, 100]] }, confirmed(1)).heard;
  if (!event) throw new Error('nobody heard of it');
  return event;
}

describe('a message that cannot be handled', () => {
  it.each([
    ['that is no JSON', 'no JSON at all', /^no JSON$/],
    ['of an unknown schema', JSON.stringify({ ...created(), type: 'order.exploded' }), /^of unknown shape: \/type: /],
  ])('%s is dead after one receive, with the reason', async (_, body, reason) => {
    const received: IncomingMessage[] = [];
    const analytics = analyticsHandler({ db: database.db });
    const good = created();
    await queues.put('analytics', body, CREATED);
    await queues.put('analytics', JSON.stringify(good), CREATED);
    const handler: MessageHandler = async (message, signal) => {
      received.push(message);
      await analytics(message, signal);
    };
    const letters = await queues.whileReading('analytics', handler, () => queues.untilDead('analytics', 1));
    expect(received.map(({ receives }) => receives)).toEqual([1, 1]);
    expect(letters).toMatchObject([{ body, receives: 1, reason: expect.stringMatching(reason) }]);
    await expectOneEffect(good);
  });

  it('is moved by the queue itself where its consumer dies each time, and nobody can say why', async () => {
    const sentAt = Date.now();
    await queues.put('payments', 'deadly', CREATED);
    const take = new ReceiveMessageCommand({ QueueUrl: await queues.urlOf('payments'), VisibilityTimeout: 0 });
    for (let n = 0; n <= maxReceives; n += 1) await queues.aws.sqs.send(take);
    const [letter] = await queues.untilDead('payments', 1);
    expect(letter).toMatchObject({ body: 'deadly', ...CREATED, reason: null, receives: null });
    expect(Math.abs(Date.parse(letter?.time ?? '') - sentAt)).toBeLessThan(5000);
  });

  it.each([
    ['control characters', 'a\u0000b\u001b[31mc\nd', 'a\uFFFDb\uFFFD[31mc\nd'],
    ['emojis', 'no 🚚 today', 'no 🚚 today'],
    ['half an emoji', '\ud83d?', '\uFFFD?'],
    ['no words', '', '-'],
    ['many words', `${'x'.repeat(999)}🚚 and so on`, `${'x'.repeat(999)}\uFFFD`],
  ])('keeps a reason of %s', async (_, reason, kept) => {
    expect(await queues.die('shipping', ['a body'], reason)).toMatchObject([{ body: 'a body', reason: kept }]);
  });

  it('is dead with whatever its topic let through, and goes back the same to whoever reads JSON', async () => {
    const body = JSON.stringify({ sku: 'a 🚚 and \uffff' });
    await queues.messaging.publish('shipping-events', [{ eventType: 'order.shipped', storefront: 'us', body }]);
    const [letter] = await queues.whileReading('order-status', noUse, () => queues.untilDead('order-status', 1));
    expect(JSON.parse(letter?.body ?? '')).toEqual(JSON.parse(body));
    expect(await queues.messaging.deadLetters.redrive('order-status')).toBe(1);
    const { ready = [], inflight = [] } = queues.server.inspectQueue('order-status')?.messages ?? {};
    // In hand of a poll that fauxqs still keeps, or not.
    const back = [...ready, ...inflight.map(({ message }) => message)];
    expect(back.map((message) => JSON.parse(message.body))).toEqual([JSON.parse(body)]);
  });
});

describe('the dead letters of a queue', () => {
  it('are listed oldest first with those that a topic could not deliver, as often as one likes', async () => {
    await queues.put(undeliveredQueue('payments'), 'never came', { eventType: 'order.shipped', storefront: 'eu' });
    await until('the clock to move on', async () => Date.now() > Date.parse((await list('payments'))[0]?.time ?? ''));
    for (const body of ['first', 'second']) await queues.put(deadLetterQueue('payments'), body, CREATED);
    const letters = await list('payments');
    expect(letters.map(({ kind, body }) => [kind, body])).toEqual([
      ['undelivered', 'never came'],
      ['dead', 'first'],
      ['dead', 'second'],
    ]);
    expect(await list('payments')).toEqual(letters);
    expect((await depth('payments')).deadLetters).toBe(3);
    expect(await list('shipping')).toEqual([]);
  });

  it('are many, and none is left out or named twice', async () => {
    const bodies = Array.from({ length: 57 }, (_, n) => `body ${n}`);
    for (const body of bodies) await queues.put(deadLetterQueue('payments'), body);
    const listed = (await list('payments')).map(({ body }) => body);
    expect(listed).toHaveLength(57);
    expect(new Set(listed)).toEqual(new Set(bodies));
  });

  it('are so many that the first are visible again before the last is seen, and none is left out', async () => {
    const [dlq, { sqs }] = [deadLetterQueue('payments'), queues.aws];
    const bodies = Array.from({ length: 35 }, (_, n) => `body ${n}`);
    for (const body of bodies.slice(0, 25)) await queues.put(dlq, body);
    let isLater = false;
    sqs.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          const seen = queues.server.inspectQueue(dlq)?.messages.inflight ?? [];
          if (commandName !== 'ReceiveMessageCommand' || isLater || seen.length < 25) return answer;
          isLater = true;
          // As after a minute: those that were seen are in the queue again, before those that nobody has seen.
          const QueueUrl = await queues.urlOf(dlq);
          for (const { receiptHandle: ReceiptHandle } of seen) {
            await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
          }
          for (const body of bodies.slice(25)) await queues.put(dlq, body);
          return answer;
        },
      { step: 'initialize', name: 'slow' },
    );
    const listed = (await list('payments')).map(({ body }) => body);
    sqs.middlewareStack.remove('slow');
    expect(isLater).toBe(true);
    expect(listed.toSorted()).toEqual(bodies.toSorted());
    // Let go, also those that came twice.
    expect(await list('payments')).toHaveLength(35);
  });

  it('are thrown away by their ids, and no other', async () => {
    const letters = await queues.die('payments', ['a', 'b', 'c']);
    const id = letters.find(({ body }) => body === 'b')?.id ?? '';
    expect(await queues.messaging.deadLetters.drop('payments', [id, 'unknown'])).toBe(1);
    expect((await list('payments')).map(({ body }) => body).toSorted()).toEqual(['a', 'c']);
    expect(await queues.messaging.deadLetters.drop('payments')).toBe(2);
    expect(await depth('payments')).toEqual({ messages: 0, deadLetters: 0 });
  });
});

describe('a redrive', () => {
  it('puts a message back into its own queue and no other, as it was published', async () => {
    await buried('shipping', ['again']);
    const [letter] = await list('shipping');
    expect(letter).toMatchObject({ body: 'again', reason: 'no use', receives: 1 });
    expect(await queues.messaging.deadLetters.redrive('shipping', [letter?.id ?? ''])).toBe(1);
    for (const queue of QUEUE_NAMES) {
      expect(await depth(queue)).toEqual({ messages: queue === 'shipping' ? 1 : 0, deadLetters: 0 });
    }
    const { messages } = queues.server.inspectQueue('shipping') ?? {};
    expect(messages?.ready).toMatchObject([
      {
        body: 'again',
        messageAttributes: {
          eventType: { DataType: 'String', StringValue: 'order.created' },
          storefront: { DataType: 'String', StringValue: 'us' },
        },
      },
    ]);
    expect(Object.keys(messages?.ready[0]?.messageAttributes ?? {})).not.toContain('reason');
    expect(Object.keys(messages?.ready[0]?.messageAttributes ?? {})).not.toContain('receives');
  });

  it('has effect once, once the service is mended, though it is told twice', async () => {
    const events = [created(), created()];
    // The same event came twice, and is dead twice.
    const bodies = [...events, ...events].map((event) => JSON.stringify(event));
    const analytics = analyticsHandler({ db: database.db });
    const handled: string[] = [];
    let isMended = false;
    const handler: MessageHandler = async (message, signal) => {
      if (!isMended) throw new DeadMessage('a bug');
      await analytics(message, signal);
      handled.push(message.body);
    };
    await queues.whileReading('analytics', handler, async () => {
      for (const body of bodies) await queues.put('analytics', body, CREATED);
      await queues.untilDead('analytics', bodies.length);
      await queues.put(undeliveredQueue('analytics'), bodies[0] ?? '', CREATED);
      isMended = true;
      expect(await queues.messaging.deadLetters.redrive('analytics')).toBe(5);
      expect(await queues.messaging.deadLetters.redrive('analytics')).toBe(0);
      await queues.untilDead('analytics', 0);
    });
    expect(handled).toHaveLength(5);
    for (const event of events) await expectOneEffect(event);
  });

  it('that died between putting it back and taking it out is told again, and ends in one effect', async () => {
    const event = created();
    await buried('analytics', [JSON.stringify(event)]);
    const { middlewareStack } = queues.aws.sqs;
    middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'DeleteMessageCommand') throw new Error('killed');
          return await next(args);
        },
      { step: 'initialize', name: 'killed' },
    );
    await expect(queues.messaging.deadLetters.redrive('analytics')).rejects.toThrow('killed');
    middlewareStack.remove('killed');
    // It is in both.
    expect(await depth('analytics')).toEqual({ messages: 1, deadLetters: 1 });
    expect(await queues.messaging.deadLetters.redrive('analytics')).toBe(1);
    const analytics = analyticsHandler({ db: database.db });
    await queues.whileReading('analytics', analytics, () => queues.untilDead('analytics', 0));
    await expectOneEffect(event);
  });

  it('puts each back once though its service is no better yet', async () => {
    const bodies = Array.from({ length: 25 }, (_, n) => `body ${n}`);
    await buried('shipping', bodies);
    const tries: string[] = [];
    const fails: MessageHandler = async ({ body }) => {
      tries.push(body);
      throw new DeadMessage('still no use');
    };
    const letters = await queues.whileReading('shipping', fails, async () => {
      expect(await queues.messaging.deadLetters.redrive('shipping')).toBe(25);
      return await queues.untilDead('shipping', 25);
    });
    expect(tries.toSorted()).toEqual(bodies.toSorted());
    expect(letters.every(({ reason, receives }) => reason === 'still no use' && receives === 1)).toBe(true);
  });
});

/** Puts them where a service would have. fauxqs would hand what comes back to a poll of that one, which it still keeps. */
async function buried(queue: QueueName, bodies: readonly string[]): Promise<void> {
  const attributes = { ...CREATED, reason: 'no use', receives: '1' };
  for (const body of bodies) await queues.put(deadLetterQueue(queue), body, attributes);
}

async function expectOneEffect({ id, subject }: OrderCloudEvent): Promise<void> {
  const { sql } = database;
  expect(await sql`select from inbox where consumer = 'analytics' and event_id = ${id}`).toHaveLength(1);
  expect(await sql`select from analytics_orders where order_id = ${subject} and sequence = 1`).toHaveLength(1);
}
