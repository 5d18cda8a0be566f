import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { webhookDeliveries } from '../../bin/webhooks.ts';
import { ORDER_EXAMPLES } from '../../contracts/events/order-examples.ts';
import { changeEndpoint, deleteEndpoint, findEndpoint, rotateSecret } from '../../db/webhook-endpoints.ts';
import { newId } from '../../db/ids.ts';
import { webhookEndpoints } from '../../db/schema.ts';
import { until } from '../support/stack-wait.ts';
import { answers, inTurn, startReceiver, taken, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { verified, WebhookWorld } from '../support/webhook-world.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let receiver: WebhookReceiver;
let webhooks: WebhookWorld;
const url = (path: string) => `http://127.0.0.1:${receiver.port}${path}`;

beforeAll(async () => {
  world = await startWorld();
  receiver = await startReceiver();
  webhooks = await WebhookWorld.start(world);
});
afterEach(() => webhooks.forgetEndpoints());
afterAll(async () => {
  await webhooks?.stop();
  await receiver?.stop();
  await world?.stop();
});

/** The only webhook that came to a path. */
function only(path: string) {
  const [came, ...rest] = receiver.at(path);
  if (!came || rest.length > 0) throw new Error(`${rest.length + (came ? 1 : 0)} came to ${path}`);
  return came;
}

describe('an event of an order', () => {
  it('is told to whoever its storefront wants to be told, signed by the spec', async () => {
    const path = receiver.path(taken);
    const endpoint = await webhooks.endpoint(url(path));
    const id = await webhooks.tell('order.shipped');
    const delivery = await webhooks.untilState(endpoint, 'delivered');
    const came = only(path);
    const { time, data } = ORDER_EXAMPLES['order.shipped'];
    expect(verified(endpoint, came)).toEqual({ type: 'order.shipped', timestamp: time, data });
    expect(came.headers).toMatchObject({ 'webhook-id': id, 'content-type': 'application/json' });
    expect(delivery).toMatchObject({ eventId: id, eventType: 'order.shipped', payload: came.body });
    expect(delivery.attempts).toMatchObject([{ status: 204, error: null }]);
    expect(await webhooks.result(endpoint, id)).toBe('delivered');
    expect(() => verified({ secret: 'whsec_AAAA' }, came)).toThrow('No matching signature');
  });

  it('is told to each that wants it, and to nobody who wants others, of other storefronts, or is disabled', async () => {
    const [all, some, others, disabled] = [taken, taken, taken, taken].map((answer) => receiver.path(answer));
    const everything = await webhooks.endpoint(url(all ?? ''));
    const listed = await webhooks.endpoint(url(some ?? ''), ['order.held', 'order.created']);
    await webhooks.endpoint(url(others ?? ''), ['order.held']);
    const { id } = await webhooks.endpoint(url(disabled ?? ''));
    await changeEndpoint(webhooks.runtime.database.db, id, { disabledAt: new Date() });
    await webhooks.tell('order.created', { storefront: 'eu' });
    await webhooks.tell('order.created');
    await Promise.all([everything, listed].map((endpoint) => webhooks.untilState(endpoint, 'delivered')));
    await webhooks.untilHandled();
    expect([all, some, others, disabled].map((path) => receiver.at(path ?? '').length)).toEqual([1, 1, 0, 0]);
  });

  it('that comes again, at once or after it was delivered, is told once', async () => {
    const path = receiver.path(taken);
    const endpoint = await webhooks.endpoint(url(path));
    const id = await webhooks.tell('order.created', { times: 5 });
    await webhooks.result(endpoint, (await webhooks.untilState(endpoint, 'delivered')).eventId);
    await webhooks.untilHandled();
    await webhooks.tell('order.created', { id });
    await webhooks.untilHandled();
    const [delivery] = await webhooks.deliveries(endpoint);
    if (!delivery) throw new Error('it was not written');
    // As if Temporal was told before the note of the delivery was in.
    await webhookDeliveries(webhooks.runtime.client, [0]).start(delivery);
    expect(await webhooks.result(endpoint, id)).toBe('delivered');
    expect(only(path).headers['webhook-id']).toBe(id);
    expect(await webhooks.deliveries(endpoint)).toHaveLength(1);
  });
});

describe('an endpoint', () => {
  it('that fails is tried again by the schedule, with the same id and body', async () => {
    const path = receiver.path(inTurn(answers(500), answers(404), taken));
    const endpoint = await webhooks.endpoint(url(path));
    const id = await webhooks.tell('order.created');
    const { attempts } = await webhooks.untilState(endpoint, 'delivered');
    expect(attempts.map(({ status }) => status)).toEqual([500, 404, 204]);
    const came = receiver.at(path);
    expect(new Set(came.map(({ body, headers }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    for (const one of came) expect(verified(endpoint, one)).toMatchObject({ type: 'order.created' });
    expect(await webhooks.result(endpoint, id)).toBe('delivered');
  });

  it('that takes nothing for a whole schedule is given up after the last attempt, and disabled', async () => {
    const path = receiver.path(answers(500));
    const endpoint = await webhooks.endpoint(url(path));
    const id = await webhooks.tell('order.created');
    const { attempts } = await webhooks.untilState(endpoint, 'failed');
    expect(attempts.map(({ status }) => status)).toEqual([500, 500, 500]);
    expect(await webhooks.result(endpoint, id)).toBe('failed');
    const began = attempts[0]?.time;
    expect(await findEndpoint(webhooks.runtime.database.db, endpoint.id)).toMatchObject({
      disabledAt: expect.any(Date),
      disabledReason: `it took nothing from ${began} on, while a delivery was tried to the end`,
      version: 2,
    });
    await webhooks.tell('order.created');
    await webhooks.untilHandled();
    expect(receiver.at(path)).toHaveLength(3);
  });

  it('that takes another event while it fails for one stays', async () => {
    const { db } = webhooks.runtime.database;
    const path = receiver.path(inTurn(answers(500), taken, answers(500)));
    const slow = await WebhookWorld.start(world, { schedule: [0, 2] });
    await webhooks.stopService();
    try {
      const endpoint = await slow.endpoint(url(path));
      await slow.tell('order.held');
      await until('an attempt', async () => receiver.at(path).length > 0);
      await slow.tell('order.created');
      expect((await slow.untilState(endpoint, 'failed')).attempts).toHaveLength(2);
      expect(await findEndpoint(db, endpoint.id)).toMatchObject({ disabledAt: null, version: 1 });
      // That was before the next one began.
      await slow.tell('order.held');
      await until('it to be disabled', async () => (await findEndpoint(db, endpoint.id))?.disabledAt !== null);
    } finally {
      await slow.stop();
      await webhooks.startService();
    }
  });

  it('that is replayed to in vain is judged by what it took since then', async () => {
    const { db } = webhooks.runtime.database;
    const path = receiver.path(inTurn(taken, answers(500)));
    const endpoint = await webhooks.endpoint(url(path));
    await webhooks.tell('order.created');
    await webhooks.untilState(endpoint, 'delivered');
    expect(await webhooks.replay(endpoint, newId())).toBe('failed');
    const [delivery] = await webhooks.deliveries(endpoint);
    const { disabledReason } = (await findEndpoint(db, endpoint.id)) ?? {};
    expect(disabledReason).toContain(delivery?.attempts[1]?.time);
  });

  it('that leads elsewhere is not followed: that is a failure', async () => {
    const elsewhere = receiver.path(taken);
    const path = receiver.path(answers(307, { location: url(elsewhere) }));
    const endpoint = await webhooks.endpoint(url(path));
    await webhooks.tell('order.created');
    const { attempts } = await webhooks.untilState(endpoint, 'failed');
    expect(attempts.map(({ status }) => status)).toEqual([307, 307, 307]);
    expect(receiver.at(elsewhere)).toEqual([]);
  });

  it('that says 410 is disabled: nothing comes to it any more, now or later', async () => {
    const path = receiver.path(answers(410));
    const endpoint = await webhooks.endpoint(url(path));
    const id = await webhooks.tell('order.created');
    await webhooks.untilState(endpoint, 'disabled');
    expect(await webhooks.result(endpoint, id)).toBe('disabled');
    expect(await findEndpoint(webhooks.runtime.database.db, endpoint.id)).toMatchObject({
      disabledAt: expect.any(Date),
      disabledReason: 'it answered 410 Gone',
    });
    await webhooks.tell('order.created');
    await webhooks.untilHandled();
    expect(only(path).headers['webhook-id']).toBe(id);
    expect(await webhooks.deliveries(endpoint)).toHaveLength(1);
  });

  it('that hangs, or never ends its answer, holds nobody up for longer than an attempt may take', async () => {
    const silent = await webhooks.endpoint(url(receiver.path(() => undefined)));
    const endless = await webhooks.endpoint(
      url(receiver.path((response) => response.writeHead(200).write('and so on'))),
    );
    await webhooks.tell('order.created');
    const { attempts } = await webhooks.untilState(silent, 'failed');
    expect(attempts).toMatchObject(attempts.map(() => ({ status: null, error: 'no answer in time' })));
    for (const { ms } of attempts) expect(ms).toBeLessThan(5000);
    expect((await webhooks.untilState(endless, 'delivered')).attempts).toHaveLength(1);
  });

  it('that answers without end is read no further than a little', async () => {
    let written = 0;
    const path = receiver.path((response) => {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', more);
      more();
    });
    const endpoint = await webhooks.endpoint(url(path));
    await webhooks.tell('order.created');
    expect((await webhooks.untilState(endpoint, 'failed')).attempts.map(({ status }) => status)).toEqual([
      500, 500, 500,
    ]);
    // What fits into the buffers of the two sockets, three times.
    expect(written).toBeLessThan(50 * 1024 * 1024);
  });

  it.each([429, 503])('that says %s is left alone for as long as it asks', async (status) => {
    const path = receiver.path(inTurn(answers(status, { 'retry-after': '2' }), taken));
    const endpoint = await webhooks.endpoint(url(path));
    await webhooks.tell('order.created');
    const { attempts } = await webhooks.untilState(endpoint, 'delivered');
    const [first = 0, second = 0] = attempts.map(({ time, ms }) => Date.parse(time) + ms);
    expect(second - first).toBeGreaterThanOrEqual(1900);
  });

  it('that is deleted while it is tried hears nothing more', async () => {
    const path = receiver.path(answers(500));
    const slow = await WebhookWorld.start(world, { schedule: [0, 3] });
    await webhooks.stopService();
    try {
      const endpoint = await slow.endpoint(url(path));
      const id = await slow.tell('order.created');
      await until('an attempt', async () => receiver.at(path).length > 0);
      await deleteEndpoint(slow.runtime.database.db, endpoint.id);
      expect(await slow.result(endpoint, id)).toBe('disabled');
      expect(only(path).headers['webhook-id']).toBe(id);
    } finally {
      await slow.stop();
      await webhooks.startService();
    }
  });
});

describe('a secret that has been followed by another', () => {
  it('signs beside it for a day, and no longer', async () => {
    const { db } = webhooks.runtime.database;
    const path = receiver.path(taken);
    const old = await webhooks.endpoint(url(path));
    const rotated = await rotateSecret(db, old.id, newId());
    if (!rotated) throw new Error('it was not rotated');
    expect(rotated.secret).not.toBe(old.secret);
    await webhooks.tell('order.created');
    await until('one', async () => receiver.at(path).length === 1);
    const [both] = receiver.at(path);
    if (!both) throw new Error('nothing came');
    expect(verified(old, both)).toEqual(verified(rotated, both));

    await db.update(webhookEndpoints).set({ previousSecretUntil: new Date() });
    await webhooks.tell('order.held');
    await until('another', async () => receiver.at(path).length === 2);
    const [, later] = receiver.at(path);
    if (!later) throw new Error('nothing came');
    expect(verified(rotated, later)).toMatchObject({ type: 'order.held' });
    expect(() => verified(old, later)).toThrow('No matching signature');
  });

  it('is not followed twice by one request, nor by one that comes late', async () => {
    const { db } = webhooks.runtime.database;
    const { id } = await webhooks.endpoint('https://shop.example/');
    const [early, late] = [newId(), newId()].toSorted();
    const first = await rotateSecret(db, id, late ?? '');
    expect(await rotateSecret(db, id, late ?? '')).toEqual(first);
    expect(await rotateSecret(db, id, early ?? '')).toEqual(first);
  });
});

describe('a delivery', () => {
  it('goes on by its schedule when service and worker were stopped in the middle', async () => {
    const path = receiver.path(inTurn(answers(500), answers(500), taken));
    const slow = await WebhookWorld.start(world, { schedule: [0, 1, 1] });
    await webhooks.stopService();
    try {
      const endpoint = await slow.endpoint(url(path));
      await slow.tell('order.created');
      await until('an attempt', async () => receiver.at(path).length > 0);
      await slow.stopService();
      await world.restartWorker();
      await slow.startService();
      const { attempts } = await slow.untilState(endpoint, 'delivered');
      expect(attempts.map(({ status }) => status)).toEqual([500, 500, 204]);
    } finally {
      await slow.stop();
      await webhooks.startService();
    }
  });

  it('is made by another worker when its own stops while an endpoint hangs, and is told of under the same id', async () => {
    const path = receiver.path(inTurn(() => undefined, taken));
    const patient = await WebhookWorld.start(world, { schedule: [0], timeoutMs: 20_000 });
    await webhooks.stopService();
    try {
      const endpoint = await patient.endpoint(url(path));
      const id = await patient.tell('order.created');
      await until('an attempt', async () => receiver.at(path).length > 0);
      await patient.stopService();
      await patient.startService();
      expect((await patient.untilState(endpoint, 'delivered')).attempts).toHaveLength(1);
      expect(receiver.at(path).map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
    } finally {
      await patient.stop();
      await webhooks.startService();
    }
  });
});

describe('a delivery that is replayed', () => {
  it('is sent again under the same id, also where it was taken, and once for one request', async () => {
    const path = receiver.path(inTurn(taken, answers(500), taken));
    const endpoint = await webhooks.endpoint(url(path));
    const id = await webhooks.tell('order.created');
    await webhooks.untilState(endpoint, 'delivered');
    const replayId = newId();
    for (const _ of [1, 2]) expect(await webhooks.replay(endpoint, replayId)).toBe('delivered');
    expect(receiver.at(path).map(({ headers }) => headers['webhook-id'])).toEqual([id, id, id]);
    const [delivery] = await webhooks.deliveries(endpoint);
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([204, 500, 204]);
  });

  it('that was still to be tried again is not sent once more after that', async () => {
    const path = receiver.path(inTurn(answers(500), taken));
    const slow = await WebhookWorld.start(world, { schedule: [0, 4] });
    await webhooks.stopService();
    try {
      const endpoint = await slow.endpoint(url(path));
      const id = await slow.tell('order.created');
      await until('an attempt', async () => (await slow.deliveries(endpoint))[0]?.attempts.length === 1);
      expect(await slow.replay(endpoint, newId())).toBe('delivered');
      expect(receiver.at(path)).toHaveLength(2);
      expect(await slow.result(endpoint, id)).toBe('delivered');
      expect(receiver.at(path)).toHaveLength(2);
    } finally {
      await slow.stop();
      await webhooks.startService();
    }
  });
});

describe('where private addresses are refused', () => {
  let closed: WebhookWorld;
  beforeAll(async () => {
    closed = await WebhookWorld.start(world, { privateAddresses: 'refused', schedule: [0] });
    await webhooks.stopService();
  });
  afterAll(() => closed.stop());

  it.each([
    ['127.0.0.1', '127.0.0.1 is not a public address'],
    ['2130706433', '127.0.0.1 is not a public address'],
    ['[::1]', '::1 is not a public address'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1 is not a public address'],
    ['localhost', 'is not a public address'],
    ['10.0.0.1', '10.0.0.1 is not a public address'],
    ['169.254.169.254', '169.254.169.254 is not a public address'],
    ['0.0.0.0', '0.0.0.0 is not a public address'],
    ['[fe80::1]', 'fe80::1 is not a public address'],
    ['[fd00::1]', 'fd00::1 is not a public address'],
    ['[64:ff9b::7f00:1]', '64:ff9b::7f00:1 is not a public address'],
  ])('nothing is sent to %s', async (host, reason) => {
    const path = receiver.path(taken);
    const connections = receiver.connections();
    const endpoint = await closed.endpoint(`https://${host}:${receiver.port}${path}`);
    await closed.tell('order.created');
    const [attempt] = (await closed.untilState(endpoint, 'failed')).attempts;
    expect(attempt).toMatchObject({ status: null, error: expect.stringContaining(reason) });
    expect(receiver.connections()).toBe(connections);
  });

  it('nothing is sent over plain http', async () => {
    const endpoint = await closed.endpoint('http://shop.example/');
    await closed.tell('order.created');
    const [attempt] = (await closed.untilState(endpoint, 'failed')).attempts;
    expect(attempt).toMatchObject({ status: null, error: 'not https' });
  });
});
