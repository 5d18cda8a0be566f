import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { startApi } from '../../support/api-process.ts';
import { send } from '../../support/http.ts';
import type { Stack } from '../../support/stack.ts';
import {
  batch,
  type BatchEntry,
  ndjson,
  orderIdIn,
  orderIn,
  postBatch,
  readBatch,
} from '../../support/stack-batches.ts';
import {
  allOrders,
  anOrder,
  line,
  orderOf,
  post,
  problemOf,
  read,
  stocked,
  stockOf,
  uniqueSku,
  untilNone,
} from '../../support/stack-shop.ts';
import { parallel, until } from '../../support/stack-wait.ts';

const entry = (over: Record<string, unknown> = {}, idempotencyKey: string = randomUUID()): BatchEntry => ({
  idempotencyKey,
  order: anOrder(over),
});
const keyOf = ({ idempotencyKey }: BatchEntry) => ({ idempotencyKey: String(idempotencyKey) });
/** So many orders of one customer. */
const many = (count: number, customerId: string) => Array.from({ length: count }, () => entry({ customerId }));
const DECLINED = { payment: { method: 'pm_card_chargeDeclined' } };

export function batches(stack: () => Stack): void {
  const port = () => Number(stack().env['PORT']);

  describe('a batch', () => {
    it('is answered line by line, in its order, each as the order alone would be', async () => {
      const entries = [
        entry(),
        entry(DECLINED),
        entry({ lines: [line('SKU-NONE')] }),
        entry({ currency: 'EUR' }),
        entry(),
      ];
      const outcomes = await batch(stack(), entries);
      expect(outcomes.map(({ line: number, status, idempotencyKey }) => [number, status, idempotencyKey])).toEqual(
        [201, 402, 422, 422, 201].map((status, index) => [index + 1, status, entries[index]?.idempotencyKey]),
      );
      expect(outcomes.map(({ replayed }) => replayed)).toEqual([false, false, false, false, false]);
      expect(outcomes.map(({ problem }) => problem?.code)).toEqual([
        undefined,
        'payment_declined',
        'unknown_sku',
        'invalid_request',
        undefined,
      ]);
      expect(outcomes[3]?.problem?.errors).toMatchObject([{ pointer: '/order/currency' }]);
      const order = orderIn(outcomes[0]);
      expect(await read(stack(), order.id)).toEqual(order);
      expect(await stack().ledger(order.id)).toMatchObject([{ kind: 'authorization', amount: order.total }]);
      const declined = outcomes[1]?.problem;
      expect(declined?.type).toBe(`http://127.0.0.1:${port()}/problems/payment_declined`);
      expect((await read(stack(), String(declined?.orderId))).status).toBe('CANCELED');
    });

    it('has lines that end in any way, and blank ones between them; a wrong one stops no other', async () => {
      const [first, last] = [JSON.stringify(entry({ reference: 'a\u2028b' })), JSON.stringify(entry())];
      const outcomes = await batch(stack(), `\r\n${first}\r\n \t\n{"idempotencyKey": "cut\n{}\n\n${last}`);
      expect(outcomes.map(({ line: number, status }) => [number, status])).toEqual([
        [2, 201],
        [4, 400],
        [5, 422],
        [7, 201],
      ]);
      expect(orderIn(outcomes[0]).reference).toBe('a\u2028b');
    });

    it('may come without a type, packed, and in pieces', async () => {
      const raw = ndjson([entry()]);
      for (const headers of [
        { 'Content-Type': 'application/x-ndjson; charset=utf-8' },
        { 'Transfer-Encoding': 'chunked' },
      ])
        expect((await batch(stack(), raw, { headers })).map(({ status }) => status)).toEqual([201]);
      const bare = await stack().api('POST', '/v1/orders/batch', { raw });
      expect(bare.status).toBe(200);
    });

    it('makes the orders that POST /v1/orders makes: each knows the keys of the other', async () => {
      const [before, after] = [entry(), entry()];
      const first = orderOf(await post(stack(), before.order, keyOf(before)), 201);
      const outcomes = await batch(stack(), [before, after]);
      expect(outcomes).toMatchObject([
        { status: 201, replayed: true, order: { id: first.id } },
        { status: 201, replayed: false },
      ]);
      expect(outcomes[0]?.order).toEqual(first);
      const again = await post(stack(), after.order, keyOf(after));
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(orderOf(again, 201)).toEqual(outcomes[1]?.order);
    });

    it('sent again is answered as at first, refusals too', async () => {
      const entries = [entry(), entry(DECLINED), entry()];
      const first = await batch(stack(), entries);
      const second = await batch(stack(), entries);
      expect(second.map(({ replayed }) => replayed)).toEqual([true, true, true]);
      expect(second.map(orderIdIn)).toEqual(first.map(orderIdIn));
      expect(second.map(({ order }) => order)).toEqual(first.map(({ order }) => order));
    });

    it('with one key on two lines makes one order of both, and refuses another order under it', async () => {
      const customerId = uniqueSku('cus_twice');
      const twice = entry({ customerId });
      const outcomes = await batch(stack(), [twice, twice, { ...twice, order: anOrder({ reference: 'other' }) }]);
      expect(outcomes.map(({ status }) => status)).toEqual([201, 201, 422]);
      expect(orderIn(outcomes[1])).toEqual(orderIn(outcomes[0]));
      expect(outcomes.map(({ replayed }) => replayed)).toEqual([false, true, false]);
      expect(outcomes[2]?.problem?.code).toBe('idempotency_key_reused');
      const [order, ...others] = await allOrders(stack(), `&customerId=${customerId}`);
      expect(others).toEqual([]);
      expect(await stack().ledger(order?.id)).toMatchObject([{ kind: 'authorization' }]);
    });

    it('tells what is decided while another line is not; that one is 202 at its deadline, and then in progress', async () => {
      const entries = [
        entry(),
        entry({ payment: { method: 'pm_outage' } }),
        ...Array.from({ length: 20 }, () => entry()),
      ];
      const startedAt = Date.now();
      const times: number[] = [];
      const statuses: number[] = [];
      for await (const { status } of readBatch(port(), entries)) {
        times.push(Date.now() - startedAt);
        statuses.push(status);
      }
      expect(statuses).toEqual(entries.map((_, index) => (index === 1 ? 202 : 201)));
      const [first = Infinity, undecided = 0, ...others] = times;
      expect(undecided - first).toBeGreaterThan(2500);
      // They have not waited for it, and only come after it.
      expect((others.at(-1) ?? Infinity) - undecided).toBeLessThan(1000);
      const [, again] = await batch(stack(), entries);
      expect(again).toMatchObject({ status: expect.any(Number), problem: { retryable: true } });
      expect(['idempotency_in_progress', 'dependency_unavailable']).toContain(again?.problem?.code);
    });

    it('of 1,000 lines and one is too long, of none is none: nothing is made', async () => {
      const customerId = uniqueSku('cus_long');
      const long = await postBatch(stack(), ndjson(many(1001, customerId)));
      expect(problemOf(long, 422, 'invalid_request').detail).toContain('1000');
      problemOf(await postBatch(stack(), '\n'), 422, 'invalid_request');
      expect(await allOrders(stack(), `&customerId=${customerId}`)).toEqual([]);
    });

    it('goes no further when its caller goes away; what was begun is decided, and the batch sent again does the rest', async () => {
      const customerId = uniqueSku('cus_gone');
      const entries = many(100, customerId);
      for await (const { status } of readBatch(port(), entries)) {
        expect(status).toBe(201);
        break;
      }
      await untilNone(stack(), customerId, ['PENDING', 'CANCELING']);
      const begun = await until('the lines that were begun', async () => {
        const found = (await allOrders(stack(), `&customerId=${customerId}`)).length;
        const later = (await allOrders(stack(), `&customerId=${customerId}`)).length;
        return found === later && found;
      });
      expect(begun).toBeGreaterThan(0);
      expect(begun).toBeLessThan(entries.length / 2);
      const outcomes = await batch(stack(), entries);
      expect(outcomes.map(({ status }) => status)).toEqual(entries.map(() => 201));
      expect(outcomes.filter(({ replayed }) => replayed)).toHaveLength(begun);
      const ids = (await allOrders(stack(), `&customerId=${customerId}`)).map(({ id }) => id);
      expect(ids.toSorted()).toEqual(outcomes.map(orderIdIn).toSorted());
      const money = await parallel(ids, 10, async (id) => (await stack().ledger(id)).length);
      expect(new Set(money)).toEqual(new Set([1]));
    });

    it('is no way round the limits: each line takes a token, as the request does', async () => {
      const limits = { key: { burst: 12, perSecond: 0.001 }, storefront: { burst: 1000, perSecond: 1000 } };
      const api = await startApi(stack(), { RATE_LIMITS: JSON.stringify(limits) });
      const statuses: number[] = [];
      for await (const { status } of readBatch(api.port, [entry(), entry(), entry(), entry()])) statuses.push(status);
      expect(statuses).toEqual([201, 201, 201, 201]);
      const { headers } = await send(api.port, '/v1/orders', { headers: { Authorization: 'Bearer dev-us' } });
      // Of the batch one and four, and this one.
      expect(headers['ratelimit']).toContain('"key";r=6;');
      await api.stop();
    });

    it('sells no unit twice', async () => {
      const sku = await stocked(stack(), 5);
      const outcomes = await batch(
        stack(),
        Array.from({ length: 8 }, () => entry({ lines: [line(sku)] })),
      );
      const [sold, short] = [201, 409].map((status) => outcomes.filter((outcome) => outcome.status === status).length);
      expect({ sold, short }).toEqual({ sold: 5, short: 3 });
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 5, reserved: 5, available: 0 });
    });
  });
}
