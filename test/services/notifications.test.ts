import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { wasHandled } from '../../db/inbox.ts';
import { listNotSent } from '../../db/notifications.ts';
import { notifications } from '../../db/schema.ts';
import type { Order, PlacedOrder } from '../../domain/order.ts';
import { createLog } from '../../bin/log.ts';
import { type Breaker, breaker } from '../../messaging/breaker.ts';
import { type NotificationsDeps, notificationsHandler } from '../../messaging/handlers/notifications.ts';
import { logMailer } from '../../messaging/notifications/log-mailer.ts';
import { smtpMailer } from '../../messaging/notifications/smtp-mailer.ts';
import { loadTemplates } from '../../messaging/notifications/templates.ts';
import type { OutgoingMessage, Subscription } from '../../messaging/port.ts';
import { setOnHand } from '../../db/inventory.ts';
import { startServiceWorld, type ServiceWorld } from '../support/service-world.ts';
import { cancelOrder, deliverOrder, eventsOf, order, place, shipOrder } from '../support/shop-orders.ts';
import { type SmtpWorld, startSmtp } from '../support/smtp.ts';
import { until } from '../support/stack-wait.ts';

const FROM = 'Shop <orders@shop.example>';

let world: ServiceWorld;
let db: Db;
let smtp: SmtpWorld;
let port = 0;
/** On its queue all along: a long poll that is cut off may take messages with it, until their visibility ends. */
let subscription: Subscription;
const notSent: unknown[] = [];

beforeAll(async () => {
  world = await startServiceWorld();
  ({ db } = world.database);
  for (const sku of ['SKU-0', 'SKU-1']) await setOnHand(db, sku, 'main', 100_000);
  smtp = await startSmtp();
  ({ port } = smtp);
  subscription = await world.messaging.subscribe('notifications', service());
  await smtp.stop();
});
afterAll(async () => {
  await subscription?.stop();
  await world?.stop();
});

beforeEach(async () => {
  smtp = await startSmtp(port);
  notSent.length = 0;
  world.errors.length = 0;
  await db.delete(notifications);
});
afterEach(async () => await smtp.stop());

/** The service, on the mail server of this test. */
function service({ timeoutMs = 10_000, ...deps }: Partial<NotificationsDeps> & { timeoutMs?: number } = {}) {
  return notificationsHandler({
    db,
    mailer: smtpMailer({ url: smtp.url, from: FROM, timeoutMs }),
    templates: loadTemplates(),
    smtp: patient(),
    unknownAfterMs: 60_000,
    onNotSent: (mail) => notSent.push(mail),
    ...deps,
  });
}

const patient = (): Breaker => breaker({ firstPauseMs: 50, maxPauseMs: 200 });

async function hear(handle: ReturnType<typeof service>, ...messages: (OutgoingMessage | undefined)[]): Promise<void> {
  for (const message of messages) {
    await handle({ body: message?.body ?? '', receives: 1 }, new AbortController().signal);
  }
}

let customers = 0;
const anEmail = () => `customer-${(customers += 1)}@example.com`;

async function anOrder(given: Partial<PlacedOrder> = {}): Promise<Order> {
  return await order(db, { email: anEmail(), ...given });
}

async function createdEvent(given: Partial<PlacedOrder> = {}) {
  const { id, email } = await anOrder(given);
  const [message] = await eventsOf(db, id);
  return { message, eventId: idOf(message), orderId: id, email: email ?? '' };
}

function idOf(message: OutgoingMessage | undefined): string {
  const { id }: { id: string } = JSON.parse(message?.body ?? '{}');
  return id;
}

async function standing(eventId: string) {
  const [row] = await db.select().from(notifications).where(eq(notifications.eventId, eventId));
  return row && { state: row.state, reason: row.reason };
}

describe("a customer's messages", () => {
  it('tell of the order, each parcel, the delivery: once each, however often their events come', async () => {
    const email = anEmail();
    const first = await order(db, { email, units: { 'SKU-0': 3 }, locale: 'en-US' });
    await shipOrder(db, first, 1);
    const shipped = await shipOrder(db, first);
    for (let parcel = 0; parcel < shipped.shipments.length; parcel += 1) await deliverOrder(db, first);
    const events = (await eventsOf(db, first.id)).filter(({ eventType }) => eventType !== 'order.updated');
    await world.messaging.publish('order-events', [...events, ...events.toReversed(), ...events]);
    await world.untilEmpty('notifications');

    const subjects = smtp.received.map(({ subject }) => subject);
    expect(subjects.toSorted()).toEqual([
      `Part of your order ${first.id} has shipped`,
      `Your order ${first.id}`,
      `Your order ${first.id} has arrived`,
      `Your order ${first.id} has shipped`,
    ]);
    expect(smtp.received.every(({ to }) => to.join() === email)).toBe(true);
    const ids = new Set(events.map((event) => `<${idOf(event)}@shop.example>`));
    expect(new Set(smtp.received.map(({ headers }) => headers.get('message-id')))).toEqual(ids);
    const part = smtp.received.find(({ subject }) => subject.startsWith('Part'));
    expect(part?.text).toContain('1 × SKU-0\n\nThe rest of your order follows in another parcel.\n\nCarrier: dhl');
    const rest = smtp.received.find(({ subject }) => subject.endsWith('shipped') && !subject.startsWith('Part'));
    expect(rest?.text).toContain('2 × SKU-0\n\nCarrier: dhl\nTracking number: JD0146\n');
    expect(part?.headers.get('from')).toBe(FROM);
    expect(part?.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it("are in the customer's language, with money and dates as people there write them", async () => {
    const handle = service();
    for (const [storefront, currency, locale] of [
      ['jp', 'JPY', 'ja-JP'],
      ['eu', 'EUR', 'de-DE'],
    ] as const) {
      const { message } = await createdEvent({ storefront, currency, locale, total: 123_456 });
      await hear(handle, message);
    }
    const [japanese, german] = smtp.received;
    expect(japanese?.subject).toMatch(/^ご注文ありがとうございます/);
    expect(japanese?.text.normalize('NFKC')).toContain('合計: ¥123,456');
    expect(japanese?.text).toMatch(/\d{4}年\d{1,2}月\d{1,2}日にご注文/);
    expect(japanese?.headers.get('content-language')).toBe('ja');
    expect(german?.text).toContain('Summe: 1.234,56\u00A0€');
    expect(german?.headers.get('content-language')).toBe('de');
  });

  it('do not go to who gave no address, nor to whom the checkout has refused', async () => {
    const handle = service();
    const silent = await createdEvent({ email: null, customerId: 'cus_1' });
    await hear(handle, silent.message);
    const { order: refused } = await place(db, { email: anEmail() });
    await cancelOrder(db, refused, 'payment_declined');
    const [declined] = await eventsOf(db, refused.id);
    await hear(handle, declined);
    for (const eventId of [silent.eventId, idOf(declined)]) {
      expect(await wasHandled(db, 'notifications', eventId)).toBe(true);
      expect(await standing(eventId)).toBeUndefined();
    }
    expect(smtp.received).toEqual([]);
  });

  it('go to who asked for the cancellation', async () => {
    const canceled = await cancelOrder(db, await anOrder(), 'requested');
    await hear(service(), (await eventsOf(db, canceled.id))[1]);
    expect(smtp.received).toMatchObject([{ subject: `Your order ${canceled.id} is canceled` }]);
  });

  it('go once when all consumers hear of the event at the same time', async () => {
    const { message, eventId } = await createdEvent();
    const handle = service();
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => hear(handle, message)));
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    await hear(handle, message);
    expect(smtp.received).toHaveLength(1);
    expect(await standing(eventId)).toEqual({ state: 'sent', reason: null });
  });

  it('leave no address in the log, with a mail server or without one', async () => {
    const lines: string[] = [];
    const log = createLog('trace', { write: (line: string) => void lines.push(line) });
    const { message, orderId, email } = await createdEvent();
    await hear(service({ mailer: logMailer((mail) => log.info(mail)) }), message);
    const refused = await createdEvent();
    smtp.answer = (step, to) => (step === 'RCPT TO' ? { code: 450, text: `<${to}>: busy` } : null);
    await hear(service(), refused.message).catch((error: unknown) => log.warn({ err: error }));
    smtp.answer = (step, to) =>
      step === 'RCPT TO' ? { code: 550, text: `<${to.toUpperCase()}>: no such user` } : null;
    await hear(service({ onNotSent: (mail) => log.warn(mail) }), refused.message);
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ orderId, template: 'order.created' });
    expect(lines.join('')).not.toContain(email);
    expect(lines.join('')).not.toContain(refused.email);
    expect((await standing(refused.eventId))?.reason).toMatch(/550 <the recipient>: no such user/);
    expect(lines.join('')).toContain('the recipient');
  });
});

describe('a mail server', () => {
  it('that is away keeps the messages waiting, and none is given up', async () => {
    await smtp.stop();
    const events = await Promise.all(Array.from({ length: 25 }, () => createdEvent()));
    // retrySeconds is 0 here: without waiting, a message would be through its ten receives in no time.
    await world.messaging.publish(
      'order-events',
      events.flatMap(({ message }) => message ?? []),
    );
    await until('the first failures', async () => world.errors.length >= 4);
    const before = Date.now();
    await until('three seconds of outage', async () => Date.now() - before > 3000);
    const { length: failures } = world.errors;
    expect(await world.messaging.depth('notifications')).toEqual({ messages: 25, deadLetters: 0 });
    expect(smtp.received).toEqual([]);
    // They wait in hand: a handful had failed before the circuit opened.
    expect(failures).toBeLessThan(25);

    smtp = await startSmtp(port);
    await world.untilEmpty('notifications');
    expect((await world.messaging.depth('notifications')).deadLetters).toBe(0);
    expect(smtp.received).toHaveLength(25);
    expect(new Set(smtp.received.map(({ to: [to] }) => to))).toEqual(new Set(events.map(({ email }) => email)));
  });

  it('that does not know a customer stops nobody else, and is not asked again', async () => {
    const [unknown, known] = [await createdEvent(), await createdEvent()];
    const asked: string[] = [];
    smtp.answer = (step, to) => {
      asked.push(`${step} ${to}`);
      return step === 'RCPT TO' && to === unknown.email ? { code: 550, text: `<${to}>: no such user` } : null;
    };
    const handle = service();
    await hear(handle, unknown.message, known.message, unknown.message);
    expect(asked.filter((step) => step === `RCPT TO ${unknown.email}`)).toHaveLength(1);
    expect(smtp.received).toMatchObject([{ to: [known.email] }]);
    const { eventId, orderId } = unknown;
    expect(await standing(eventId)).toEqual({
      state: 'refused',
      reason: expect.stringMatching(/550 <the recipient>: no such user/),
    });
    expect(notSent).toEqual([{ eventId, orderId, template: 'order.created', state: 'refused' }]);
  });

  it.each([
    ['has no room for a customer just now', 'RCPT TO', 450],
    ['wants no message just now', 'DATA', 451],
    ['does not know us as a sender', 'MAIL FROM', 550],
  ])('that %s is asked again', async (_what, failing, code) => {
    const { message, eventId } = await createdEvent();
    smtp.answer = (step) => (step === failing ? { code, text: 'not now' } : null);
    const handle = service();
    await expect(hear(handle, message)).rejects.toThrow('not now');
    expect(await standing(eventId)).toBeUndefined();
    smtp.answer = () => null;
    await hear(handle, message, message);
    expect(smtp.received).toHaveLength(1);
  });

  it('that knows no TLS is told nothing, unless its URL says that it need not', async () => {
    const { message, eventId } = await createdEvent();
    const asked: string[] = [];
    smtp.answer = (step) => {
      asked.push(step);
      return null;
    };
    const [url = ''] = smtp.url.split('?');
    const handle = service({ mailer: smtpMailer({ url, from: FROM, timeoutMs: 10_000 }) });
    await expect(hear(handle, message)).rejects.toThrow('mail server: ');
    expect(asked).toEqual([]);
    expect(await standing(eventId)).toBeUndefined();
    await hear(service(), message);
    expect(smtp.received).toHaveLength(1);
  });

  it('that refuses the message itself is not asked again', async () => {
    const { message, eventId } = await createdEvent();
    smtp.answer = (step) => (step === 'DATA' ? { code: 554, text: 'looks like spam' } : null);
    const handle = service();
    await hear(handle, message);
    smtp.answer = () => null;
    await hear(handle, message);
    expect(await standing(eventId)).toMatchObject({ state: 'refused', reason: expect.stringContaining('spam') });
    expect(smtp.received).toEqual([]);
  });

  it('that takes too long before it has the message is asked again', async () => {
    const { message } = await createdEvent();
    smtp.answer = (step) => (step === 'RCPT TO' ? 'hang' : null);
    const handle = service({ timeoutMs: 500 });
    await expect(hear(handle, message)).rejects.toThrow(/mail server/);
    smtp.answer = () => null;
    await hear(handle, message);
    expect(smtp.received).toHaveLength(1);
  });

  it('whose answer is lost may have the message: it is not sent again, and an operator sees it', async () => {
    const { message, eventId, orderId } = await createdEvent();
    smtp.answer = (step) => (step === 'DATA' ? 'hang' : null);
    const handle = service({ timeoutMs: 500 });
    await hear(handle, message);
    smtp.answer = () => null;
    await hear(handle, message);
    expect(smtp.received).toEqual([]);
    expect(await standing(eventId)).toMatchObject({ state: 'unknown', reason: expect.stringContaining('mail server') });
    expect(notSent).toEqual([{ eventId, orderId, template: 'order.created', state: 'unknown' }]);
    expect(await listNotSent(db)).toMatchObject([{ eventId, orderId, state: 'unknown' }]);
  });
});

/** Another process has the event in hand, and is killed when the mail server is at that step. */
async function killedAt(step: 'RCPT TO' | 'DATA', body: string): Promise<void> {
  const child: { process?: ChildProcess } = {};
  smtp.answer = (at) => {
    if (at === step) child.process?.kill('SIGKILL');
    return at === step ? 'hang' : null;
  };
  const work = JSON.stringify({ databaseUrl: world.databaseUrl, smtpUrl: smtp.url, body });
  const main = fileURLToPath(new URL('../support/notify-main.ts', import.meta.url));
  child.process = spawn(process.execPath, [main, work], { stdio: 'inherit' });
  const [, signal] = await once(child.process, 'exit');
  expect(signal).toBe('SIGKILL');
  smtp.answer = () => null;
}

describe('a consumer that is killed', () => {
  it.each(['RCPT TO', 'DATA'] as const)(
    'with a message in hand, at %s, leaves it claimed: nobody sends it a second time, and an operator sees it',
    async (step) => {
      const { message, eventId, orderId } = await createdEvent();
      await killedAt(step, message?.body ?? '');
      expect(await standing(eventId)).toEqual({ state: 'claimed', reason: null });
      // Not before it is sure that its sender has gone.
      await expect(hear(service(), message)).rejects.toThrow(/somebody else/);
      await until('an old claim', async () => {
        await hear(service({ unknownAfterMs: 500 }), message).catch(() => undefined);
        return (await standing(eventId))?.state === 'unknown';
      });
      await hear(service(), message);
      expect(smtp.received).toEqual([]);
      expect(notSent).toEqual([{ eventId, orderId, template: 'order.created', state: 'unknown' }]);
    },
  );
});
