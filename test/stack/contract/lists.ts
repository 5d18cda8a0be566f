import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../contracts/http.ts';
import type { Stack } from '../../support/stack.ts';
import { listOf, place, problemOf, uniqueSku } from '../../support/stack-shop.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const entry = (key: string, value: string) => `metadata[${encodeURIComponent(key)}]=${encodeURIComponent(value)}`;
const cell = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;

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

    it('answers 400 to a cursor of another list', async () => {
      const { next } = listOf(await get(`customerId=${customerId}&limit=2`));
      problemOf(await get(`limit=2&cursor=${next}`), 400, 'invalid_request');
      problemOf(await get(`customerId=${customerId}&status=SHIPPED&cursor=${next}`), 400, 'invalid_request');
      problemOf(await get(`customerId=${customerId}&cursor=${next}`, 'dev-ops'), 400, 'invalid_request');
      expect(await ids(`customerId=${customerId}&limit=100&cursor=${next}`)).toEqual(newestFirst().slice(2));
    });

    it('is filtered by metadata: all of the entries', async () => {
      const campaign = uniqueSku('campaign');
      const both = await place(stack(), { metadata: { campaign, 'é "%': '1', 0: 'a', constructor: 'b' } });
      const one = await place(stack(), { metadata: { campaign } });
      expect(await ids(entry('campaign', campaign))).toEqual([one.id, both.id]);
      expect(await ids(`${entry('campaign', campaign)}&${entry('é "%', '1')}`)).toEqual([both.id]);
      expect(await ids(`${entry('campaign', campaign)}&${entry('0', 'a')}&${entry('constructor', 'b')}`)).toEqual([
        both.id,
      ]);
      expect(await ids(`${entry('campaign', campaign)}&${entry('é "%', '2')}`)).toEqual([]);
      expect(await ids(entry('campaign', campaign), 'dev-eu')).toEqual([]);
      for (const wrong of ['metadata=x', 'metadata[a][b]=x', 'metadata[]=x&metadata[]=y&metadata[][z]=1']) {
        problemOf(await get(wrong), 422, 'invalid_request');
      }
    });

    it('shows the fields that are asked for, and the id', async () => {
      const { body } = await get(`customerId=${customerId}&limit=1&fields=status,total`);
      expect(body).toMatchObject({ data: [{ id: orders[4]?.id, status: 'PROCESSING', total: 2598 }] });
      expect(Object.keys(Object(body).data[0])).toEqual(['id', 'status', 'total']);
      for (const fields of ['fields=status,color', 'fields=']) problemOf(await get(fields), 422, 'invalid_request');
    });

    it('is exported as NDJSON and CSV', async () => {
      const reference = `=1+1, "quoted"\nand ${customerId}`;
      const odd = await place(stack(), { reference });
      const exported = async (query: string) => await stack().api('GET', `/v1/orders/export?${query}`);
      const lines = await exported(`customerId=${customerId}`);
      expect(lines.headers['content-type']).toBe('application/x-ndjson');
      expect(
        lines.text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toEqual(orders.toReversed());
      const rows = await exported(`reference=${encodeURIComponent(reference)}&format=csv&fields=reference,total,lines`);
      expect(rows.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(rows.text).toBe(
        `id,reference,lines,total\r\n${odd.id},${cell(`'${reference}`)},${cell(JSON.stringify(odd.lines))},${odd.total}\r\n`,
      );
      expect((await exported('format=csv&reference=nothing')).text.split('\r\n')).toHaveLength(2);
      problemOf(await exported('format=xml'), 422, 'invalid_request');
      problemOf(await exported('limit=5'), 422, 'invalid_request');
    });

    it('answers 400 to a bad cursor of a timeline', async () => {
      for (const cursor of ['rubbish', encoded([0]), encoded([Number.MAX_SAFE_INTEGER]), encoded(['x'])]) {
        const answer = await stack().api('GET', `/v1/orders/${orders[0]?.id}/events?cursor=${cursor}`);
        problemOf(answer, 400, 'invalid_request');
      }
    });
  });
}
