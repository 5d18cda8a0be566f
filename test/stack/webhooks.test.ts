import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import {
  WebhookDeliveryList,
  WebhookDeliveryView,
  WebhookEndpointList,
  WebhookEndpointView,
  WebhookEndpointWithSecret,
} from '../../contracts/http-webhooks.ts';
import type { Answer } from '../support/http.ts';
import { runOps } from '../support/stack-ops.ts';
import { type Ask, stackForThisFile } from '../support/stack.ts';
import { place, problemOf, read, timeline, untilStatus } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';
import { answers, inTurn, startReceiver, taken, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { verified } from '../support/webhook-world.ts';

const CARRIER_SECRETS = ['old', 'new'].map((word) => `whsec_${Buffer.from(word.repeat(10)).toString('base64')}`);
const stack = stackForThisFile({
  CARRIER: 'off',
  WEBHOOK_SCHEDULE: '0,0.2',
  CARRIER_WEBHOOK_SECRETS: CARRIER_SECRETS.join(','),
});
const ENDPOINTS = '/v1/webhook-endpoints';

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());

const url = (path: string) => `http://127.0.0.1:${receiver.port}${path}`;

function made(answer: Answer, status = 201) {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  return WebhookEndpointWithSecret.parse(answer.body);
}

async function create(body: Record<string, unknown>, ask: Ask = {}) {
  return made(await stack().api('POST', ENDPOINTS, { body, ...ask }));
}

async function deliveriesOf(id: string, query = '') {
  const { body } = await stack().api('GET', `${ENDPOINTS}/${id}/deliveries${query}`);
  return WebhookDeliveryList.parse(body);
}

async function untilDelivered(id: string, state = 'delivered') {
  return await until(`a delivery to be ${state}`, async () =>
    (await deliveriesOf(id)).data.find((delivery) => delivery.state === state),
  );
}

describe('a storefront that wants to be told of its orders', () => {
  it("is told of an order that was just placed, and of no other storefront's", async () => {
    const [ours, theirs] = [receiver.path(taken), receiver.path(taken)];
    const endpoint = await create({ url: url(ours), eventTypes: ['order.created'] });
    await create({ url: url(theirs) }, { key: 'dev-eu' });
    expect(endpoint).toMatchObject({ storefront: 'us', enabled: true, secret: expect.stringMatching(/^whsec_/) });
    const { id } = await place(stack());
    const delivery = await untilDelivered(endpoint.id);
    expect(delivery).toMatchObject({
      eventType: 'order.created',
      orderId: id,
      attempts: [{ status: 204, error: null }],
    });
    const [came] = receiver.at(ours);
    if (!came) throw new Error('nothing came');
    expect(verified(endpoint, came)).toMatchObject({ type: 'order.created', data: { orderId: id, storefront: 'us' } });
    expect(receiver.at(theirs)).toEqual([]);
  });

  it('sees its secret once, and can have another', async () => {
    const endpoint = await create({ url: url(receiver.path(taken)), eventTypes: ['order.held'] });
    const path = `${ENDPOINTS}/${endpoint.id}`;
    const rotated = made(await stack().api('POST', `${path}/rotate-secret`, { idempotencyKey: 'rotate' }), 200);
    expect(rotated.secret).not.toBe(endpoint.secret);
    const again = await stack().api('POST', `${path}/rotate-secret`, { idempotencyKey: 'rotate' });
    expect(made(again, 200)).toEqual(rotated);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const overlap = Date.parse(rotated.previousSecretUntil ?? '') - Date.now();
    expect(overlap / 3_600_000).toBeCloseTo(24, 0);
    for (const shown of [await stack().api('GET', path), await stack().api('GET', ENDPOINTS)]) {
      expect(shown.status).toBe(200);
      for (const { secret } of [endpoint, rotated]) expect(shown.text).not.toContain(secret);
    }
  });

  it('makes one endpoint by one Idempotency-Key', async () => {
    const ask = { idempotencyKey: randomUUID() };
    const body = { url: url(receiver.path(taken)), eventTypes: ['order.held'] };
    const first = await create(body, ask);
    const second = await stack().api('POST', ENDPOINTS, { body, ...ask });
    expect(made(second)).toEqual(first);
    expect(second.headers['idempotent-replayed']).toBe('true');
    const other = await stack().api('POST', ENDPOINTS, { body: { url: 'https://shop.example' }, ...ask });
    problemOf(other, 422, 'idempotency_key_reused');
  });

  it('is told what its key made is gone once it is deleted, and nothing is made again', async () => {
    const ask = { idempotencyKey: randomUUID() };
    const body = { url: url(receiver.path(taken)), eventTypes: ['order.held'] };
    const { id } = await create(body, ask);
    expect((await stack().api('DELETE', `${ENDPOINTS}/${id}`)).status).toBe(200);
    const again = await stack().api('POST', ENDPOINTS, { body, ...ask });
    expect(problemOf(again, 404, 'not_found').detail).toBe('What this Idempotency-Key has made was deleted');
    const { data } = WebhookEndpointList.parse((await stack().api('GET', `${ENDPOINTS}?limit=100`)).body);
    expect(data.filter((endpoint) => endpoint.url === body.url)).toEqual([]);
  });

  it('says nothing again to who knows that version of an endpoint (If-None-Match)', async () => {
    const { id } = await create({ url: 'https://shop.example', eventTypes: ['order.held'] });
    const path = `${ENDPOINTS}/${id}`;
    const poll = async (tag: string) => await stack().api('GET', path, { headers: { 'If-None-Match': tag } });
    expect(await poll('"1"')).toMatchObject({ status: 304, text: '', headers: { etag: '"1"' } });
    expect((await stack().api('POST', `${path}/rotate-secret`)).headers['etag']).toBe('"2"');
    expect(await poll('"1"')).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { version: 2 } });
  });

  it.each<[string, string, unknown]>([
    ['PATCH', '', { enabled: false }],
    ['POST', '/rotate-secret', undefined],
    ['DELETE', '', undefined],
  ])(
    'changes by %s%s an endpoint that it has seen, and one of those who come at once does',
    async (method, what, body) => {
      const fresh = await stack().api('POST', ENDPOINTS, {
        body: { url: 'https://shop.example', eventTypes: ['order.held'] },
      });
      const { id } = WebhookEndpointWithSecret.parse(fresh.body);
      const path = `${ENDPOINTS}/${id}`;
      const change = async (tag: string) =>
        await stack().api(method, `${path}${what}`, {
          headers: { 'If-Match': tag },
          ...(body === undefined ? {} : { body }),
        });
      expect(fresh.headers['etag']).toBe('"1"');
      expect((await stack().api('PATCH', path, { body: { url: 'https://other.example' } })).headers['etag']).toBe(
        '"2"',
      );
      const stands = await stack().api('GET', path);
      expect(problemOf(await change('"1"'), 412, 'version_mismatch')).toMatchObject({ version: 2 });
      expect((await stack().api('GET', path)).body).toEqual(stands.body);
      const all = await Promise.all(Array.from({ length: 20 }, () => change('"2"')));
      const lost = method === 'DELETE' ? 404 : 412;
      expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200,
        ...Array.from({ length: 19 }, () => lost),
      ]);
    },
  );

  it('is not refused a repeat for what that has changed itself, nor loses the key of a change that was refused', async () => {
    const { id } = await create({ url: 'https://shop.example', eventTypes: ['order.held'] });
    const rotate = async (idempotencyKey: string, tag: string) =>
      await stack().api('POST', `${ENDPOINTS}/${id}/rotate-secret`, { idempotencyKey, headers: { 'If-Match': tag } });
    const first = made(await rotate('first', '"1"'), 200);
    expect(made(await rotate('first', '"1"'), 200)).toEqual(first);
    problemOf(await rotate('second', '"1"'), 412, 'version_mismatch');
    const second = await rotate('second', '"2"');
    expect(second.headers).not.toHaveProperty('idempotent-replayed');
    expect(made(second, 200).secret).not.toBe(first.secret);
  });

  it('is told again what it asks to be told again, and has to enable an endpoint that was gone', async () => {
    const path = receiver.path(inTurn(answers(410), taken));
    const endpoint = await create({ url: url(path), eventTypes: ['order.created'] });
    await place(stack());
    const { id, eventId } = await untilDelivered(endpoint.id, 'disabled');
    const replay = `${ENDPOINTS}/${endpoint.id}/deliveries/${id}/replay`;
    problemOf(await stack().api('POST', replay), 409, 'endpoint_disabled');
    const gone = WebhookEndpointView.parse((await stack().api('GET', `${ENDPOINTS}/${endpoint.id}`)).body);
    expect(gone).toMatchObject({ enabled: false, disabledReason: 'it answered 410 Gone' });
    const enabled = await stack().api('PATCH', `${ENDPOINTS}/${endpoint.id}`, { body: { enabled: true } });
    expect(enabled.body).toMatchObject({ enabled: true, disabledAt: null, disabledReason: null });
    const answer = await stack().api('POST', replay);
    expect(answer.status).toBe(202);
    expect(WebhookDeliveryView.parse(answer.body)).toMatchObject({ id, eventId });
    expect((await untilDelivered(endpoint.id)).attempts.map(({ status }) => status)).toEqual([410, 204]);
    expect(receiver.at(path).map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId]);
  });

  it('looks through its endpoints and deliveries page by page', async () => {
    const endpoint = await create({ url: url(receiver.path(taken)), eventTypes: ['order.created'] });
    const orders = [await place(stack()), await place(stack()), await place(stack())].map(({ id }) => id);
    await until('three', async () => (await deliveriesOf(endpoint.id)).data.length === 3);
    const first = await deliveriesOf(endpoint.id, '?limit=2');
    const second = await deliveriesOf(endpoint.id, `?limit=2&cursor=${first.next}`);
    const found = [...first.data, ...second.data].map(({ orderId }) => orderId);
    expect([found.toSorted(), second.next]).toEqual([orders.toSorted(), null]);

    const page = WebhookEndpointList.parse((await stack().api('GET', `${ENDPOINTS}?limit=1`)).body);
    expect(page.data.map(({ id }) => id)).toEqual([endpoint.id]);
    const elsewhere = await stack().api('GET', `${ENDPOINTS}/${endpoint.id}/deliveries?cursor=${page.next}`);
    problemOf(elsewhere, 400, 'invalid_request');
  });

  it('deletes an endpoint, and nothing is left of it', async () => {
    const { id } = await create({ url: url(receiver.path(taken)), eventTypes: ['order.held'] });
    expect((await stack().api('DELETE', `${ENDPOINTS}/${id}`)).status).toBe(200);
    problemOf(await stack().api('GET', `${ENDPOINTS}/${id}`), 404, 'not_found');
    problemOf(await stack().api('DELETE', `${ENDPOINTS}/${id}`), 404, 'not_found');
  });

  it.each([
    [{ url: 'ftp://shop.example' }, '/url'],
    [{ url: 'shop.example' }, '/url'],
    [{ url: 'https://me:secret@shop.example' }, '/url'],
    [{ url: 'https://shop.example/#part' }, '/url'],
    [{ url: 'https://shop.example', eventTypes: [] }, '/eventTypes'],
    [{ url: 'https://shop.example', eventTypes: ['stock.low'] }, '/eventTypes/0'],
    [{ url: 'https://shop.example', secret: 'whsec_AAAA' }, '/secret'],
  ])('is told what is wrong with %j', async (body, pointer) => {
    const problem = problemOf(await stack().api('POST', ENDPOINTS, { body }), 422, 'invalid_request');
    expect(problem).toMatchObject({ errors: [{ pointer }] });
  });

  it('is named by an operator of all of them', async () => {
    const body = { url: 'https://shop.example', eventTypes: ['order.held'] };
    const ask = { key: 'dev-ops', body };
    problemOf(await stack().api('POST', ENDPOINTS, ask), 422, 'invalid_request');
    expect(await create({ ...body, storefront: 'jp' }, { key: 'dev-ops' })).toMatchObject({ storefront: 'jp' });
    problemOf(await stack().api('POST', ENDPOINTS, { body: { ...body, storefront: 'jp' } }), 404, 'not_found');
  });

  it('has so many endpoints and no more', async () => {
    const ask = { key: 'dev-jp', body: { url: 'https://shop.example', eventTypes: ['order.held'] } };
    for (;;) {
      const answer = await stack().api('POST', ENDPOINTS, ask);
      if (answer.status === 201) continue;
      problemOf(answer, 409, 'too_many_endpoints');
      break;
    }
    const page = WebhookEndpointList.parse((await stack().api('GET', `${ENDPOINTS}?limit=100`, { key: ask.key })).body);
    expect(page.data).toHaveLength(50);
  });

  it('is looked after at the command line', async () => {
    const path = receiver.path(taken);
    const endpoint = await create({ url: url(path), eventTypes: ['order.created'] });
    await place(stack());
    const { id } = await untilDelivered(endpoint.id);
    const list = await runOps(stack(), 'webhooks', 'list');
    expect(list.stdout).toMatch(new RegExp(`${endpoint.id} .* us .* order.created .* enabled`));
    const json = await runOps(stack(), 'webhooks', 'list', '--json');
    for (const { stdout } of [list, json]) expect(stdout).not.toContain(endpoint.secret);
    const log = await runOps(stack(), 'webhooks', 'deliveries', endpoint.id);
    expect(log.stdout).toMatch(new RegExp(`${id} .* order.created .* delivered .* 1 .* 204`));
    expect(await runOps(stack(), 'webhooks', 'replay', endpoint.id, id)).toEqual({
      exitCode: 0,
      stdout: `delivery ${id} is sent again`,
      stderr: '',
    });
    await until('it to come again', async () => receiver.at(path).length === 2);
    expect(await runOps(stack(), 'webhooks', 'replay', endpoint.id, 'x')).toMatchObject({ exitCode: 1, stdout: '' });
  });
});

/** What a carrier says of a parcel with all that is left. */
const shipped = (orderId: string, shipmentId = 'P1') => ({
  type: 'order.shipped',
  timestamp: new Date().toISOString(),
  data: { orderId, shipmentId, carrier: 'dhl', trackingNumber: 'T1' },
});

const parcelsOf = async (id: string) => (await timeline(stack(), id)).filter(({ type }) => type === 'order.shipped');

const minutes = (n: number) => new Date(Date.now() + n * 60_000);

describe("a carrier's webhook", () => {
  interface Saying {
    id?: string;
    secret?: string | undefined;
    at?: Date;
    /** What is sent, where it is not what was signed. */
    sent?: string;
  }

  /** As a carrier sends it that goes by the spec. */
  async function say(
    body: unknown,
    { id = randomUUID(), secret = CARRIER_SECRETS[0], at = new Date(), sent }: Saying = {},
  ) {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    return await stack().api('POST', '/v1/webhooks/carrier', {
      key: null,
      raw: sent ?? payload,
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret ?? '').sign(id, at, payload),
      },
    });
  }

  it.each(CARRIER_SECRETS)('is believed by each of its secrets', async (secret) => {
    const { id } = await place(stack());
    expect(await say(shipped(id), { secret })).toMatchObject({ status: 204, text: '' });
    const { shipments } = await untilStatus(stack(), id, 'SHIPPED');
    expect(shipments).toMatchObject([{ id: 'P1', carrier: 'dhl', trackingNumber: 'T1' }]);
    expect((await say({ type: 'order.delivered', data: { orderId: id, shipmentId: 'P1' } }, { secret })).status).toBe(
      204,
    );
    await untilStatus(stack(), id, 'DELIVERED');
  });

  it('that comes again under its id changes nothing, whatever it says', async () => {
    const { id } = await place(stack());
    const other = await place(stack());
    const ask = { id: randomUUID() };
    expect((await say(shipped(id), ask)).status).toBe(204);
    await untilStatus(stack(), id, 'SHIPPED');
    const { version } = await read(stack(), id);
    expect((await say(shipped(id), ask)).status).toBe(204);
    expect((await say(shipped(other.id), ask)).status).toBe(204);
    // What comes after them has been heard: so have they.
    expect((await say(shipped(other.id, 'P2'))).status).toBe(204);
    expect((await untilStatus(stack(), other.id, 'SHIPPED')).shipments).toMatchObject([{ id: 'P2' }]);
    expect(await parcelsOf(id)).toHaveLength(1);
    expect(
      (await timeline(stack(), id)).filter((event) => event.version > version && event.type !== 'payment.captured'),
    ).toEqual([]);
  });

  it('is refused where somebody has changed it, or nobody we know has signed it', async () => {
    const { id, version } = await place(stack());
    const said = JSON.stringify(shipped(id));
    const strangers: Saying[] = [
      { sent: said.replace('T1', 'T2') },
      { sent: `${said} ` },
      { sent: '' },
      { secret: `whsec_${Buffer.from('stranger'.repeat(4)).toString('base64')}` },
      { at: minutes(-6) },
      { at: minutes(6) },
      { id: 'x'.repeat(256) },
    ];
    for (const stranger of strangers) {
      const answer = await say(said, stranger);
      problemOf(answer, 401, 'invalid_signature');
      expect(answer.headers['www-authenticate']).toBe('StandardWebhooks');
    }
    const bare = await stack().api('POST', '/v1/webhooks/carrier', { key: 'dev-carrier', body: shipped(id) });
    problemOf(bare, 401, 'invalid_signature');
    expect(await read(stack(), id)).toMatchObject({ version, status: 'PROCESSING' });
  });

  it('that is signed and cannot be understood is told so, and can be sent again under its id', async () => {
    const { id } = await place(stack());
    const ask = { id: randomUUID() };
    const { data } = shipped(id);
    const wrong: [unknown, string[] | undefined][] = [
      ['{"type":', undefined],
      [[], ['']],
      [{ type: 'order.lost', data }, ['/type']],
      [
        { type: 'order.shipped', data: { ...data, lines: [{ lineId: 'line-1', quantity: 0 }] } },
        ['/data/lines/0/quantity'],
      ],
      [{ type: 'order.shipped', data: { ...data, orderId: 7 } }, ['/data/orderId']],
    ];
    for (const [body, pointer] of wrong) {
      const problem = problemOf(await say(body, ask), 422, 'invalid_request');
      expect(problem.errors?.map((field) => field.pointer)).toEqual(pointer);
    }
    expect((await say(shipped(id), ask)).status).toBe(204);
    await untilStatus(stack(), id, 'SHIPPED');
  });

  it('of an order that is not there is not found', async () => {
    problemOf(await say(shipped('01J00000000000000000000000')), 404, 'not_found');
  });

  it('comes by POST', async () => {
    const answer = await stack().api('GET', '/v1/webhooks/carrier');
    problemOf(answer, 405, 'method_not_allowed');
    expect(answer.headers['allow']).toBe('POST');
  });
});
