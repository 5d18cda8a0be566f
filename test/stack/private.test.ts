import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { QUEUE_NAMES } from '../../messaging/topology.ts';
import { logsOf } from '../support/canary-places.ts';
import { type SmtpWorld, startSmtp } from '../support/smtp.ts';
import { stackForThisFile } from '../support/stack.ts';
import { sendToQueue } from '../support/stack-aws.ts';
import { tellOrder } from '../support/stack-later.ts';
import { databaseOf, runOps, startOps } from '../support/stack-ops.ts';
import { orderOf, place, read, ship } from '../support/stack-shop.ts';
import { payloadsIn, rawHistories, rawText, temporalOf, type TemporalOfStack } from '../support/stack-temporal.ts';
import { until } from '../support/stack-wait.ts';
import { answers, startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { LIVES } from './private/lives.ts';
import { ADDRESS, canaries, CUSTOMER, EMAIL, ORDER } from './private/person.ts';
import { databaseDump, messagesOf, objectsOf } from './private/places.ts';

/** A person goes every way that there is through a shop that takes nothing in the clear, and is erased. */
let mail: SmtpWorld;
let receiver: WebhookReceiver;
let temporal: TemporalOfStack;
/** What somebody has who copied Temporal's database before. */
let copied: Map<string, unknown>;
const orderIds: string[] = [];
/** What the orders came to, while they were somebody's. */
let sumsBefore: unknown;

const stack = stackForThisFile(async () => {
  mail = await startSmtp();
  mail.answer = (step, to) => (step === 'RCPT TO' ? { code: 550, text: `<${to}>: no such person` } : null);
  receiver = await startReceiver();
  return {
    LOG_LEVEL: 'trace',
    CARRIER: 'off',
    PLAIN_PAYLOADS: 'refused',
    SMTP_URL: mail.url,
    MAIL_FROM: 'Shop <orders@shop.example>',
    WEBHOOK_SCHEDULE: '0,0.2',
    CONSUMER_RETRY_SECONDS: '0.05',
    // Every event leaves its data in S3.
    MESSAGE_MAX_BYTES: '1024',
    KEY_RING_READ_SECONDS: '1',
    TIMING: JSON.stringify({ returnWindow: 60_000 }),
  };
});
beforeAll(async () => {
  temporal = await temporalOf(stack());
});
afterAll(async () => {
  await temporal.close();
  await mail.stop();
  await receiver.stop();
});

const hits = (texts: Iterable<string>) => [...texts].flatMap((text) => canaries.in(text));
const ops = async (...args: string[]) => await runOps(stack(), ...args);
const ERASE = ['erase', '--customer', CUSTOMER, '--by', 'the officer'];
const erase = () => ops(...ERASE);
const Ring = z.array(z.object({ id: z.string(), orders: z.int() }));
const ring = async () => Ring.parse(JSON.parse((await ops('ring', 'list', '--json')).stdout));
const Figures = z.array(z.record(z.string(), z.unknown()));

async function finish(id: string): Promise<void> {
  await ship(stack(), id);
  await until('the money', async () => (await read(stack(), id)).payment.status === 'captured');
}

async function sums(): Promise<unknown> {
  const database = databaseOf(stack());
  if (!database) throw new Error('there is no database');
  const rows = await database.sql`
    select status, payment_status, count(*)::int, sum(total)::int as total, sum(captured)::int as captured,
      sum(refunded)::int as refunded from orders group by 1, 2 order by 1, 2`;
  const facts = await database.sql`
    select count(*)::int, sum(a.total)::int as total, (select sum(revenue)::int from analytics_lines) as revenue
    from analytics_orders a`;
  await database.close();
  return Figures.parse([...rows, ...facts]);
}

/** @returns whether it got so far: while an order is under way it is refused */
async function diesAfterOne(): Promise<boolean> {
  const database = databaseOf(stack());
  if (!database) throw new Error('there is no database');
  sumsBefore = await sums();
  const [, second = ''] = orderIds.toSorted();
  const isHalf = await database.sql.begin(async (tx) => {
    await tx`select 1 from orders where id = ${second} for update`;
    const erasing = startOps(stack(), ...ERASE);
    const ended = erasing.then(() => 'ended');
    const outcome = await until('the first order to be erased', async () => {
      const [row] = await tx`select 1 from erasures where completed_at is null and counts ->> 'orders' = '1'`;
      return row ? 'half' : await Promise.race([ended, sleep(50, false)]);
    });
    erasing.kill('SIGKILL');
    await erasing;
    return outcome === 'half';
  });
  await database.close();
  return isHalf;
}

async function opened(histories: Iterable<unknown>): Promise<{ texts: string[]; refusals: string[] }> {
  const [codec] = temporal.vault.dataConverter.payloadCodecs ?? [];
  const [texts, refusals]: [string[], string[]] = [[], []];
  for (const payload of [...histories].flatMap(payloadsIn)) {
    if (Buffer.from(payload.metadata?.['encoding'] ?? []).toString() !== 'binary/encrypted') continue;
    await codec?.decode([payload]).then(
      (plain) => texts.push(rawText(plain)),
      (error: unknown) => refusals.push(String(error)),
    );
  }
  return { texts, refusals };
}

describe('a person', () => {
  beforeAll(async () => {
    const hook = receiver.path(answers(500));
    const url = `http://127.0.0.1:${receiver.port}${hook}`;
    await stack().api('POST', '/v1/webhook-endpoints', { body: { url } });
  });

  it.each(Object.entries(LIVES))('orders: %s', async (_what, life) => {
    const id = await life(stack());
    expect(id).toMatch(/^[0-9A-Z]{26}$/);
    orderIds.push(id);
  });

  it('is in messages that nobody can handle, and in mails that were refused', async () => {
    const [id] = orderIds;
    const wrong = [`{"email":"${EMAIL}"`, JSON.stringify({ type: 'order.created', subject: id, data: ORDER })];
    for (const queue of QUEUE_NAMES) for (const body of wrong) await sendToQueue(stack(), queue, body);
    await until('all of them to be dead letters', async () => {
      const { letters } = await messagesOf(stack());
      return letters.length >= QUEUE_NAMES.length * wrong.length;
    });
    await until('mails to be refused', async () =>
      (await ops('notifications', 'not-sent')).stdout.includes('order.created'),
    );
    expect(hits(await objectsOf(stack()))).not.toEqual([]);
  });
});

describe('Temporal', () => {
  it('holds nothing of the person in the clear, in whatever part of a history', async () => {
    copied = await rawHistories(temporal);
    expect(copied.size).toBeGreaterThan(Object.keys(LIVES).length);
    for (const [id, history] of copied) expect({ id, leaks: canaries.in(rawText(history)) }).toEqual({ id, leaks: [] });
    // All of it was there to be seen.
    const { texts, refusals } = await opened(copied.values());
    expect(refusals).toEqual([]);
    for (const word of [ADDRESS.line1, ADDRESS.phone, EMAIL, CUSTOMER, 'canary-avenue-8', 'canary-words'])
      expect({ word, seen: texts.some((text) => text.toLowerCase().includes(word.toLowerCase())) }).toEqual({
        word,
        seen: true,
      });
  });

  it('has no payload that is not encrypted, but what sdk-core notes of local activities', () => {
    const plain = [...copied.values()]
      .flatMap((history) => payloadsIn(history))
      .filter(({ metadata }) => Buffer.from(metadata?.['encoding'] ?? []).toString() !== 'binary/encrypted')
      .map((payload) => Object.keys(JSON.parse(rawText(payload.data)) as object));
    expect(plain.length).toBeGreaterThan(0);
    for (const members of plain) expect(members).toEqual(expect.arrayContaining(['activity_type', 'attempt', 'seq']));
  });

  it('has no header but the trace, as the codec passes over them', () => {
    const text = [...copied.values()].map((history) => JSON.stringify(history)).join();
    const names = [...text.matchAll(/"header":\{"fields":\{"([^"]+)"/g)].map(([, name]) => name);
    expect(names.filter((name) => name !== '_tracer-data')).toEqual([]);
  });

  it('takes no signal in the clear, and the order lives on', async () => {
    const { id } = await place(stack());
    const { client } = temporal;
    await client.workflowService.signalWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: `order-${id}` },
      signalName: 'shipmentUpdated',
      input: {
        payloads: [
          {
            metadata: { encoding: Buffer.from('json/plain') },
            data: Buffer.from(JSON.stringify({ eventId: 'a stranger', type: 'shipped' })),
          },
        ],
      },
    });
    await until('the refusal to be logged', async () =>
      (await logsOf(stack())).get('app.log')?.includes(`a payload of order-${id} has no key`),
    );
    expect((await read(stack(), id)).status).toBe('PROCESSING');
    await client.workflow.getHandle(`order-${id}`).signal('shipmentUpdated', { eventId: 'a carrier', type: 'shipped' });
    await until('the order to be shipped', async () => (await read(stack(), id)).status === 'SHIPPED');
  });
});

describe('a ring that is rotated while orders are under way', () => {
  it('has the new key wrap what comes, and the old one open what was there', async () => {
    const before = await place(stack());
    expect((await ops('ring', 'rotate')).stdout).toMatch(/^ring-\S+ wraps from now on$/);
    const isNewer = async () => {
      const { id } = await place(stack());
      const { orders = 0 } = (await ring()).at(-1) ?? {};
      return orders > 0 && id;
    };
    const after = await until('an order of the new key', isNewer, { everyMs: 500 });
    await Promise.all([before.id, after].map(finish));
    expect(await ring()).toHaveLength(2);
  });

  it('has the old one needed by no order, once all are wrapped anew', async () => {
    expect((await ops('ring', 'rewrap')).stdout).toMatch(/^[1-9]\d* keys were wrapped anew$/);
    expect((await ring()).map(({ orders }) => orders > 0)).toEqual([false, true]);
    const { texts, refusals } = await opened((await rawHistories(temporal)).values());
    expect(refusals).toEqual([]);
    expect(texts.length).toBeGreaterThan(0);
    await finish((await place(stack())).id);
  });
});

describe('the erasure of a person', () => {
  it('is refused while an order is under way, which it names; nothing is done by then', async () => {
    const { id } = await place(stack(), ORDER);
    const { exitCode, stderr } = await erase();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining(`order ${id} is under way: it is PROCESSING`),
    });
    expect(canaries.in(stderr)).toEqual([]);
    expect((await read(stack(), id)).shippingAddress).toMatchObject(ADDRESS);
    orderOf(await tellOrder(stack(), id, 'cancel', { reason: 'canary-words' }));
    orderIds.push(id);
  });

  it('is begun once all is over, and is killed in the middle', async () => {
    await until('all of it to be over', diesAfterOne, { withinMs: 200_000, everyMs: 3000 });
    const persons = await Promise.all(orderIds.map(async (id) => (await read(stack(), id)).customerId));
    expect(persons.filter((id) => id === null)).toHaveLength(1);
  });

  it('goes on where it was, and says what went in all', async () => {
    const { stdout, exitCode } = await erase();
    expect(exitCode).toBe(0);
    const counts = z.record(z.string(), z.int()).parse(JSON.parse(stdout));
    expect(counts).toMatchObject({ orders: orderIds.length, keys: orderIds.length });
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  });

  it('leaves nothing in the database', async () => {
    for (const [table, text] of await databaseDump(stack()))
      expect({ table, leaks: canaries.in(text) }).toEqual({ table, leaks: [] });
  });

  it('leaves nothing in queues, dead letters and S3', async () => {
    const { letters, waiting } = await messagesOf(stack());
    expect({ letters: hits(letters), waiting }).toEqual({ letters: [], waiting: 0 });
    expect(hits(await objectsOf(stack()))).toEqual([]);
  });

  it('leaves nothing that can be read in histories, those that somebody has copied either', async () => {
    const theirs = [...copied].filter(([id]) => orderIds.some((orderId) => id.startsWith(`order-${orderId} `)));
    expect(theirs.length).toBeGreaterThanOrEqual(orderIds.length - 1);
    const fresh = await temporalOf(stack());
    const known = temporal;
    temporal = fresh;
    const ofThem = await opened(theirs.map(([, history]) => history));
    const ofAll = await opened(copied.values());
    temporal = known;
    await fresh.close();
    expect(ofThem.refusals.length).toBeGreaterThan(20);
    for (const refusal of ofThem.refusals) expect(refusal).toMatch(/^PayloadRefused: the key order:\w+ was destroyed$/);
    expect(hits(ofAll.texts)).toEqual([]);
    await until('Temporal to have deleted its own', async () => {
      const ids = [...(await rawHistories(known)).keys()];
      return !ids.some((id) => orderIds.some((orderId) => id.startsWith(`order-${orderId} `)));
    });
  });

  it('leaves nothing in logs, nor in what any command says', async () => {
    for (const [file, text] of await logsOf(stack()))
      expect({ file, leaks: canaries.in(text) }).toEqual({ file, leaks: [] });
    expect(canaries.in((await ops('notifications', 'not-sent')).stdout)).toEqual([]);
  });

  it('changes no sum: orders are their events, figures and books agree', async () => {
    expect(await sums()).toEqual(sumsBefore);
    expect((await ops('rebuild')).stdout).toMatch(/ 0 differ$/);
    const [check, books] = [await ops('analytics', 'check'), await ops('reconcile', '--json')];
    expect([check, books]).toMatchObject([{ exitCode: 0 }, { exitCode: 0, stdout: '[]' }]);
  });

  it('leaves orders that can be looked at, and are nobody’s', async () => {
    for (const id of orderIds) {
      const order = await read(stack(), id);
      expect(order).toMatchObject({ customerId: null, email: null, reference: null, metadata: {} });
      expect(order.shippingAddress).toEqual({ name: 'erased', line1: 'erased', city: 'erased', country: 'US' });
    }
  });

  it('finds a guest by the address, in whichever case it was written', async () => {
    const email = 'A.Guest@shop.example';
    const { id } = await place(stack(), { customerId: undefined, email });
    orderOf(await tellOrder(stack(), id, 'cancel'));
    const erased = async () => (await ops('erase', '--email', email.toLowerCase())).exitCode === 0;
    await until('the order to be over, and erased', erased, { everyMs: 1000 });
    expect((await read(stack(), id)).email).toBeNull();
  });

  it('can be proved by whoever knows who it was, and does no harm again', async () => {
    expect((await erase()).stdout).toBe('nothing is known of this person');
    const proved = await ops('erase', '--customer', CUSTOMER, '--prove');
    expect(canaries.in(proved.stdout)).toEqual([]);
    expect(JSON.parse(proved.stdout)).toMatchObject([
      { by: 'the officer', orderIds: [], counts: { orders: orderIds.length }, completedAt: expect.any(String) },
    ]);
    expect(JSON.parse((await ops('erase', '--customer', 'cus_100', '--prove')).stdout)).toEqual([]);
  });
});
