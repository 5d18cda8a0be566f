import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Heard } from '../../support/live-stream.ts';
import { openStream as open, type StreamAsk } from '../../support/live-stream.ts';
import { pastOf, stir, timelineOf, untilHeard } from '../../support/moving-order.ts';
import type { Stack } from '../../support/stack.ts';
import { place, problemOf, read } from '../../support/stack-shop.ts';

export function streams(stack: () => Stack): void {
  const openStream = async (id: string, ask?: StreamAsk) => await open(Number(stack().env['PORT']), id, ask);
  const refusal = async (id: string, ask: Parameters<Stack['api']>[2], query = '') =>
    await stack().api('GET', `/v1/orders/${id}/stream${query}`, ask);

  describe("an order's stream", () => {
    it('begins with what has happened and goes on with what happens, each event as the timeline has it', async () => {
      const { id, version } = await place(stack());
      const stream = await openStream(id);
      expect(stream.status).toBe(200);
      expect(stream.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
        'x-accel-buffering': 'no',
      });
      await untilHeard(stream, version);
      await stir(stack(), id, 3);
      const heard = await untilHeard(stream, version + 6);
      stream.cut();
      const past = await pastOf(stack(), id);
      expect(timelineOf(heard)).toEqual(past);
      expect(heard.map((one) => `${one.id} ${one.type}`)).toEqual(past.map((one) => `${one.version} ${one.type}`));
    });

    it('tells operators more than a shop', async () => {
      const { id, version } = await place(stack());
      await stir(stack(), id);
      for (const key of ['dev-us', 'dev-ops']) {
        const stream = await openStream(id, { key });
        const heard = await untilHeard(stream, version + 2);
        stream.cut();
        expect(heard[version]?.event.data).toMatchObject(key === 'dev-ops' ? { note: 'a look' } : {});
        expect(timelineOf(heard)).toEqual(await pastOf(stack(), id, key));
      }
    });

    it('goes on behind Last-Event-ID, or `after`, which it goes before', async () => {
      const { id, version } = await place(stack());
      await stir(stack(), id);
      const last = version + 2;
      for (const [ask, first] of [
        [{ lastEventId: version }, version + 1],
        [{ lastEventId: version + 1, query: '?after=1' }, version + 2],
        [{ query: `?after=${version}` }, version + 1],
        [{ lastEventId: '', query: '?after=1' }, 2],
      ] as const) {
        const stream = await openStream(id, ask);
        const heard = await untilHeard(stream, last);
        stream.cut();
        expect(heard[0]?.id).toBe(first);
      }
      const upToDate = await openStream(id, { lastEventId: last });
      await stir(stack(), id);
      expect((await untilHeard(upToDate, last + 2)).map((heard) => heard.id)).toEqual([last + 1, last + 2]);
      upToDate.cut();
    });

    it('of a version that the order has not come to, or that is none, is refused', async () => {
      const { id, version } = await place(stack());
      for (const lastEventId of [String(version + 1), '-1', 'x', '1.5', '99999999999']) {
        problemOf(await refusal(id, { headers: { 'Last-Event-ID': lastEventId } }), 400, 'invalid_request');
      }
      problemOf(await refusal(id, {}, `?after=${version + 1}`), 400, 'invalid_request');
      for (const query of ['?after=-1', '?after=x', '?after=', '?other=1']) {
        problemOf(await refusal(id, {}, query), 422, 'invalid_request');
      }
    });

    it("is for who may read orders, and of another storefront's order for nobody", async () => {
      const { id } = await place(stack());
      problemOf(await refusal(id, { key: null }), 401, 'unauthenticated');
      problemOf(await refusal(id, { key: 'dev-carrier' }), 403, 'forbidden');
      problemOf(await refusal(id, { key: 'dev-eu' }), 404, 'not_found');
      problemOf(await refusal('01J00000000000000000000000', {}), 404, 'not_found');
    });

    it('cut off fifty times, wherever that is, has all that happens meanwhile, once and in order', async () => {
      const { id } = await place(stack());
      const state = { isOver: false };
      const moving = stir(stack(), id, 60).finally(() => (state.isOver = true));
      const heard: Heard[] = [];
      let cuts = 0;
      while (!state.isOver || cuts < 50) {
        const stream = await openStream(id, { lastEventId: heard.at(-1)?.id ?? 0 });
        await sleep(Math.random() * 100);
        stream.cut();
        heard.push(...stream.events);
        cuts += 1;
      }
      await moving;
      const { version } = await read(stack(), id);
      const rest = await openStream(id, { lastEventId: heard.at(-1)?.id ?? 0 });
      if ((heard.at(-1)?.id ?? 0) < version) heard.push(...(await untilHeard(rest, version)));
      rest.cut();
      expect(cuts).toBeGreaterThanOrEqual(50);
      expect(timelineOf(heard)).toEqual(await pastOf(stack(), id));
    });
  });
}
