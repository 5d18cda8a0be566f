import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../contracts/http.ts';
import type { Stack } from '../../support/stack.ts';
import { listOf, place, problemOf, uniqueSku } from '../../support/stack-shop.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function lists(stack: () => Stack): void {
  const get = async (query: string, key = 'dev-us') => await stack().api('GET', `/v1/orders?${query}`, { key });
  const ids = async (query: string, key?: string) => listOf(await get(query, key)).data.map(({ id }) => id);

  describe('the list of orders', () => {
    const customerId = `cus_${uniqueSku('list')}`;
    const references = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${customerId}-${letter}`);
    const orders: OrderView[] = [];
    const newestFirst = () => orders.map(({ id }) => id).toReversed();

    beforeAll(async () => {
      for (const reference of references) orders.push(await place(stack(), { customerId, reference }));
    });

    it('is newest first, of whole orders', async () => {
      const { data, next } = listOf(await get(`customerId=${customerId}`));
      expect(data).toEqual(orders.toReversed());
      expect(next).toBeNull();
    });

    it('holds 20 orders a page where nobody says otherwise, and 100 at most', async () => {
      expect((await ids('')).length).toBeLessThanOrEqual(20);
      expect(await ids('limit=100&customerId=' + customerId)).toHaveLength(5);
      for (const limit of ['0', '101', '-1', '1.5', 'many', '']) {
        const { errors } = problemOf(await get(`limit=${limit}`), 422, 'invalid_request');
        expect(errors).toMatchObject([{ pointer: '/limit' }]);
      }
    });

    it('is walked page by page, each order once, also while new ones come in', async () => {
      const seen: string[] = [];
      let query = `customerId=${customerId}&limit=2`;
      for (let page = 0; page < 3; page += 1) {
        const { data, next } = listOf(await get(query));
        seen.push(...data.map(({ id }) => id));
        if (page === 0) await place(stack(), { customerId: `${customerId}-later` });
        if (next === null) break;
        query = `customerId=${customerId}&limit=2&cursor=${next}`;
      }
      expect(seen).toEqual(newestFirst());
    });

    it('is filtered by reference, customer and status', async () => {
      expect(await ids(`reference=${references[2]}`)).toEqual([orders[2]?.id]);
      expect(await ids(`customerId=${customerId}&status=PROCESSING`)).toEqual(newestFirst());
      expect(await ids(`customerId=${customerId}&status=CANCELED`)).toEqual([]);
    });

    it('is filtered by time: from is in, to is out', async () => {
      const time = (index: number) => encodeURIComponent(orders[index]?.createdAt ?? '');
      const between = await ids(`customerId=${customerId}&createdFrom=${time(1)}&createdTo=${time(3)}`);
      expect(between).toEqual([orders[2]?.id, orders[1]?.id]);
    });

    it('takes a time with an offset', async () => {
      const from = new Date(Date.parse(orders[0]?.createdAt ?? '') + 3_600_000).toISOString().replace('Z', '+01:00');
      expect(await ids(`customerId=${customerId}&createdFrom=${encodeURIComponent(from)}`)).toEqual(newestFirst());
    });

    it.each(['status=SHINY', 'createdFrom=yesterday', 'createdTo=2026-02-30T00:00:00Z', 'color=red', 'reference='])(
      'refuses the filter %s',
      async (query) => {
        const { errors } = problemOf(await get(query), 422, 'invalid_request');
        expect(new Set(errors?.map(({ pointer }) => pointer))).toEqual(new Set([`/${query.split('=')[0]}`]));
      },
    );

    it("shows a checkout its own storefront's orders alone, and the operator all", async () => {
      expect(await ids(`customerId=${customerId}`, 'dev-eu')).toEqual([]);
      expect(await ids(`customerId=${customerId}`, 'dev-ops')).toEqual(newestFirst());
      const own = listOf(await get('limit=100', 'dev-us')).data;
      expect(new Set(own.map(({ storefront }) => storefront))).toEqual(new Set(['us']));
    });

    it.each([
      ['rubbish', 'rubbish'],
      ['nothing', ''],
      ['too much', 'a'.repeat(600)],
      ['another shape', encoded({ id: 1 })],
      ['a list of events', encoded([3])],
      ['an id with NUL', encoded(['2026-01-01T00:00:00.000Z', '\0'])],
      ['a year that Postgres lacks', encoded(['0000-01-01T00:00:00.000Z', 'x'])],
    ])('answers 400 to a bad cursor: %s', async (_what, cursor) => {
      problemOf(await get(`cursor=${cursor}`), 400, 'invalid_request');
    });

    it('answers 400 to a bad cursor of a timeline', async () => {
      for (const cursor of ['rubbish', encoded([0]), encoded([Number.MAX_SAFE_INTEGER]), encoded(['x'])]) {
        const answer = await stack().api('GET', `/v1/orders/${orders[0]?.id}/events?cursor=${cursor}`);
        problemOf(answer, 400, 'invalid_request');
      }
    });
  });
}
