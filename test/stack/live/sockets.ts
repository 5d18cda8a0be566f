import { describe, expect, it } from '@jest/globals';
import { LIVE_PATH, LIVE_PROTOCOL, type LiveMessage, MAX_SUBSCRIPTIONS } from '../../../contracts/live.ts';
import { openSocket as open, refusedSocket, type SocketAsk } from '../../support/live-socket.ts';
import { pastOf, stir } from '../../support/moving-order.ts';
import { place as storedOrder } from '../../support/shop-orders.ts';
import type { Stack } from '../../support/stack.ts';
import { databaseOf } from '../../support/stack-ops.ts';
import { place, problemOf } from '../../support/stack-shop.ts';
import { parallel, until } from '../../support/stack-wait.ts';

export function sockets(stack: () => Stack): void {
  const port = () => Number(stack().env['PORT']);
  const openSocket = async (ask?: SocketAsk) => await open(port(), ask);

  describe('a socket', () => {
    it('tells of several orders at a time, each from where it is known and until it is told to stop', async () => {
      const [known, fresh] = [await place(stack()), await place(stack())];
      const client = await openSocket();
      client.say({ subscribe: known.id, after: known.version });
      client.say({ subscribe: fresh.id });
      await Promise.all([stir(stack(), known.id), stir(stack(), fresh.id)]);
      await until('all of it', async () => client.messages.length === 2 + 2 + fresh.version + 2);
      expect(of(client.messages, known.id)).toEqual((await pastOf(stack(), known.id)).slice(known.version));
      expect(of(client.messages, fresh.id)).toEqual(await pastOf(stack(), fresh.id));
      expect(client.messages).toContainEqual({ subscribed: known.id, version: known.version });

      client.say({ unsubscribe: known.id });
      await client.next('unsubscribed');
      await stir(stack(), known.id);
      await stir(stack(), fresh.id);
      await until('the rest', async () => of(client.messages, fresh.id).length === fresh.version + 4);
      expect(of(client.messages, known.id)).toHaveLength(2);
      await client.close();
    });

    it('follows an order anew when it is told to again', async () => {
      const { id, version } = await place(stack());
      const client = await openSocket();
      client.say({ subscribe: id });
      client.say({ subscribe: id, after: version - 1 });
      await stir(stack(), id);
      await until('all of it', async () => of(client.messages, id).at(-1)?.version === version + 2);
      const versions = of(client.messages, id).map((event) => event.version);
      expect(versions.slice(-3)).toEqual([version, version + 1, version + 2]);
      expect(versions.filter((one) => one > version)).toHaveLength(2);
      await client.close();
    });

    it('names what is wrong with a message, and goes on', async () => {
      const [own, other] = [await place(stack()), await place(stack())];
      const client = await openSocket({ key: 'dev-eu' });
      const refusals: [message: unknown, code: string, word: string][] = [
        ['{ "subscribe": ', 'invalid_request', 'JSON'],
        ['', 'invalid_request', 'JSON'],
        ['null', 'invalid_request', 'subscribe'],
        [[], 'invalid_request', 'subscribe'],
        [{}, 'invalid_request', 'subscribe'],
        [{ subscribe: own.id, unsubscribe: own.id }, 'invalid_request', 'subscribe'],
        [{ subscribe: own.id, after: -1 }, 'invalid_request', '/after'],
        ['{ "subscribe": "x", "__proto__": {} }', 'invalid_request', '__proto__'],
        [{ subscribe: '' }, 'invalid_request', '/subscribe'],
        [{ subscribe: own.id }, 'not_found', own.id],
        [{ subscribe: '01J00000000000000000000000' }, 'not_found', 'There is no order'],
      ];
      for (const [message, code, word] of refusals) {
        client.say(message);
        const { error } = await client.next('error');
        expect(error).toMatchObject({ code, detail: expect.stringContaining(word), requestId: expect.any(String) });
      }
      client.socket.send(Buffer.from(JSON.stringify({ subscribe: own.id })), { binary: true });
      expect((await client.next('error')).error).toMatchObject({ detail: expect.stringContaining('binary') });
      await client.close();

      const shop = await openSocket();
      shop.say({ subscribe: own.id, after: own.version + 1 });
      expect((await shop.next('error')).error).toMatchObject({ code: 'invalid_request', status: 400 });
      shop.say({ subscribe: other.id });
      expect(await shop.next('subscribed')).toEqual({ subscribed: other.id, version: other.version });
      await shop.close();
    });

    it('closes on a message that is too large', async () => {
      const client = await openSocket();
      client.say({ subscribe: 'x'.repeat(4096) });
      expect((await client.closed).code).toBe(1009);
    });

    it('is refused to strangers and to who may not read orders, as any request is', async () => {
      for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: 'Basic dev-us' }] as const) {
        const refusal = await refusedSocket(port(), headers);
        expect(refusal).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
        expect(refusal.headers).toMatchObject({
          'www-authenticate': 'Bearer',
          'content-type': expect.stringMatching(/^application\/problem\+json/),
          'x-request-id': Object(refusal.body).requestId,
        });
      }
      const stranger = await refusedSocket(port(), {}, [LIVE_PROTOCOL, 'bearer.wrong']);
      expect(stranger).toMatchObject({ status: 401 });
      const carrier = await refusedSocket(port(), { Authorization: 'Bearer dev-carrier' });
      expect(carrier).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    });

    it('takes the key as a subprotocol from who cannot set headers, and does not say it again', async () => {
      const { id, version } = await place(stack());
      const client = await openSocket({ key: null, protocols: [LIVE_PROTOCOL, 'bearer.dev-us'] });
      expect(client.socket.protocol).toBe(LIVE_PROTOCOL);
      client.say({ subscribe: id });
      expect(await client.next('subscribed')).toEqual({ subscribed: id, version });
      await client.close();
    });

    it('is refused a handshake that is none', async () => {
      problemOf(await stack().api('GET', LIVE_PATH), 400, 'invalid_request');
      const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket' };
      for (const headers of [
        upgrade,
        { ...upgrade, 'Sec-WebSocket-Key': 'short', 'Sec-WebSocket-Version': '13' },
        { ...upgrade, 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '99' },
      ]) {
        problemOf(await stack().api('GET', LIVE_PATH, { headers }), 400, 'invalid_request');
      }
    });

    it('is nothing that other requests turn into', async () => {
      const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
      expect((await stack().api('GET', '/v1/orders?limit=1', { headers })).status).toBe(200);
      const posted = await stack().api('POST', '/v1/orders', { headers, body: {}, idempotencyKey: 'upgrade' });
      problemOf(posted, 422, 'invalid_request');
    });

    it('follows a thousand orders and no more', async () => {
      const database = databaseOf(stack());
      if (!database) throw new Error('there is no database');
      const count = MAX_SUBSCRIPTIONS + 1;
      // Nobody else hears of them: they are not confirmed.
      const orders = await parallel(Array.from({ length: count }), 2, async () => {
        return (await storedOrder(database.db, { units: { CD: 1 } })).order;
      });
      await database.close();
      const client = await openSocket();
      for (const { id, version } of orders) client.say({ subscribe: id, after: version });
      const { error } = await client.next('error');
      expect(error).toMatchObject({ code: 'invalid_request', orderId: orders.at(-1)?.id });
      expect(client.messages.filter((message) => 'subscribed' in message)).toHaveLength(MAX_SUBSCRIPTIONS);
      client.say({ unsubscribe: orders[0]?.id });
      client.say({ subscribe: orders.at(-1)?.id });
      await until('room for it', async () => of(client.messages, orders.at(-1)?.id).length > 0);
      await client.close();
    });
  });
}

function of(messages: readonly LiveMessage[], orderId: string | undefined) {
  return messages.flatMap((message) => {
    if (!('orderId' in message) || message.orderId !== orderId) return [];
    const { orderId: _, ...event } = message;
    return [event];
  });
}
