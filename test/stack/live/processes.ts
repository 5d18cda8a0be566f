import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { EventSource, getGlobalDispatcher } from 'undici';
import { changeOrder } from '../../../db/orders.ts';
import { startApi } from '../../support/api-process.ts';
import { send } from '../../support/http.ts';
import { openSocket, refusedSocket } from '../../support/live-socket.ts';
import { openStream } from '../../support/live-stream.ts';
import { pastOf, stir, timelineOf, untilHeard } from '../../support/moving-order.ts';
import type { Stack } from '../../support/stack.ts';
import { databaseOf } from '../../support/stack-ops.ts';
import { place, problemOf, read } from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

/** Longer than any test: whatever is heard was said by the bell. */
const NO_POLL = { LIVE_POLL_MS: '3600000' };

export function processes(stack: () => Stack): void {
  const port = () => Number(stack().env['PORT']);
  const withDatabase = async <T>(use: (database: NonNullable<ReturnType<typeof databaseOf>>) => Promise<T>) => {
    const database = databaseOf(stack());
    if (!database) throw new Error('there is no database');
    try {
      return await use(database);
    } finally {
      await database.close();
    }
  };

  /** How many connections have asked for news of orders within a second. */
  const polled = async () =>
    await withDatabase(async ({ sql }) => {
      const since = new Date().toISOString();
      await sleep(1000);
      const rows = await sql`
        select pid from pg_stat_activity
        where query like '%as known(id, version)%' and query_start > ${since}::timestamptz and pid <> pg_backend_pid()`;
      return rows.length;
    });

  describe('several API processes', () => {
    it("hear of each other's changes by the bell", async () => {
      const other = await startApi(stack(), NO_POLL);
      const { id, version } = await place(stack());
      const [here, there] = [await openStream(port(), id), await openStream(other.port, id)];
      await untilHeard(there, version);
      await stir(stack(), id, 5);
      await untilHeard(there, version + 10);
      await other.stop();
      here.cut();
      expect(timelineOf(there.events)).toEqual(await pastOf(stack(), id));
    });

    it('keep so many streams and sockets of a key at a time, and tell the next one to come later', async () => {
      const api = await startApi(stack(), { RATE_LIMITS: '{"streams":2}' });
      const { id } = await place(stack());
      const [stream, client] = [await openStream(api.port, id), await openSocket(api.port)];
      const path = `/v1/orders/${id}/stream`;
      const headers = { Authorization: 'Bearer dev-us' };
      problemOf(await send(api.port, path, { headers }), 429, 'rate_limited');
      expect(await refusedSocket(api.port, headers)).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      const others = await openStream(api.port, id, { key: 'dev-ops' });
      expect(others.status).toBe(200);
      others.cut();

      await client.close();
      await until('room', async () => (await send(api.port, path, { headers })).status === 200);
      stream.cut();
      await api.stop();
    });

    it('end a stream after a while, and its client goes on where it was', async () => {
      const api = await startApi(stack(), { LIVE_STREAM_MS: '300' });
      const { id, version } = await place(stack());
      const first = await openStream(api.port, id);
      expect(await first.over).toBe('ended');
      await stir(stack(), id);
      const next = await openStream(api.port, id, { lastEventId: version });
      expect(await next.over).toBe('ended');
      await api.stop();
      expect(timelineOf([...first.events, ...next.events])).toEqual(await pastOf(stack(), id));
    });

    it('find what nobody was told of', async () => {
      const { id, version } = await place(stack());
      const stream = await openStream(port(), id);
      const heard = await untilHeard(stream, version);
      await withDatabase(({ db }) =>
        changeOrder(db, id, () => [{ type: 'order.held', data: { reason: 'requested', note: null, until: null } }]),
      );
      await until('the poll', async () => heard.length === version + 1);
      stream.cut();
      expect(timelineOf(heard)).toEqual(await pastOf(stack(), id));
    });

    it('lose nothing when the database hangs up on who listens', async () => {
      const { id, version } = await place(stack());
      const stream = await openStream(port(), id);
      await untilHeard(stream, version);
      const state = { isOver: false };
      const moving = stir(stack(), id, 20).finally(() => (state.isOver = true));
      const killed = await withDatabase(async ({ sql }) => {
        let count = 0;
        for (; !state.isOver; await sleep(50)) {
          const ended = await sql`
            select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen "order_events"'`;
          count += ended.length;
        }
        return count;
      });
      await moving;
      const heard = await untilHeard(stream, version + 40);
      stream.cut();
      expect(killed).toBeGreaterThan(1);
      expect(timelineOf(heard)).toEqual(await pastOf(stack(), id));
    });

    it('ask nothing of the database while nobody follows an order', async () => {
      const other = await startApi(stack(), { LIVE_POLL_MS: '50' });
      const { id, version } = await place(stack());
      await until('the others to have gone', async () => (await polled()) === 0);
      const stream = await openStream(other.port, id);
      await untilHeard(stream, version);
      expect(await polled()).toBeGreaterThan(0);
      stream.cut();
      await until('it to have gone', async () => (await polled()) === 0);
      await other.stop();
    });

    it('end their streams when they stop, and a browser goes on where it was', async () => {
      const first = await startApi(stack());
      const { id, version } = await place(stack());
      const stream = await openStream(first.port, id);
      const client = await openSocket(first.port);
      client.say({ subscribe: id });
      await client.next('orderId');
      const past = await pastOf(stack(), id);
      const types = new Set([...past.map(({ type }) => type), 'order.held', 'order.released']);
      const browser = new EventSource(`http://127.0.0.1:${first.port}/v1/orders/${id}/stream`, {
        node: { dispatcher: getGlobalDispatcher().compose(asShop), reconnectionTime: 100 },
      });
      const versions: number[] = [];
      for (const type of types)
        browser.addEventListener(type, (event) => versions.push(Number(Object(event).lastEventId)));
      await until('the past', async () => versions.length === version);

      const { code, tookMs } = await first.stop();
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(5000);
      expect(await stream.over).toBe('ended');
      expect(await client.closed).toMatchObject({ code: 1001 });

      await stir(stack(), id, 2);
      const second = await startApi(stack(), { PORT: String(first.port) });
      await until('the rest', async () => versions.length === version + 4);
      browser.close();
      await second.stop();
      expect(versions).toEqual(Array.from({ length: (await read(stack(), id)).version }, (_, index) => index + 1));
    });
  });
}

/** EventSource has no headers of its own. */
const asShop: Parameters<ReturnType<typeof getGlobalDispatcher>['compose']>[0] = (dispatch) => (options, handler) =>
  dispatch({ ...options, headers: { ...Object(options.headers), authorization: 'Bearer dev-us' } }, handler);
