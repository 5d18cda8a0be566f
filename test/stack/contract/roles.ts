import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Role, ROLES } from '../../../contracts/roles.ts';
import type { Stack } from '../../support/stack.ts';
import { keyOf } from '../../support/stack-keys.ts';
import { firstLine } from '../../support/stack-later.ts';
import { ADDRESS, anOrder, place, problemOf, read } from '../../support/stack-shop.ts';

const UNITS = [{ lineId: 'x', quantity: 1 }];

interface Rule {
  for: readonly Role[];
  body?: unknown;
  raw?: string;
}

const anyone = ['checkout', 'support', 'operator'] as const;
const readers = [...anyone, 'service'] as const;
const staff = ['support', 'operator'] as const;
const carriers = ['carrier', 'operator'] as const;
const house = ['operator', 'service'] as const;

/** Who may do what, by the operations of the OpenAPI document. Canceling comes last: it ends the order. */
const RULES: Record<string, Rule> = {
  placeOrder: { for: ['checkout'], body: {} },
  placeOrders: { for: ['checkout'], raw: '{}' },
  listOrders: { for: readers },
  exportOrders: { for: readers },
  getOrder: { for: readers },
  getTimeline: { for: readers },
  streamOrder: { for: readers },
  patchOrder: { for: anyone, body: { shippingAddress: ADDRESS } },
  cancelLine: { for: anyone, body: { quantity: 9 } },
  refundOrder: { for: anyone, body: { amount: 1 } },
  listRefunds: { for: readers },
  requestReturn: { for: anyone, body: { lines: UNITS } },
  listReturns: { for: readers },
  approveReturn: { for: staff, body: {} },
  rejectReturn: { for: staff, body: { reason: 'x' } },
  receiveReturn: { for: staff, body: { restock: true } },
  holdOrder: { for: staff, body: { reason: 'x' } },
  releaseOrder: { for: staff, body: {} },
  rejectOrder: { for: staff, body: { reason: 'x' } },
  resolveCompensation: { for: ['operator'], body: { action: 'retry', reason: 'x' } },
  shipOrder: { for: carriers, body: { eventId: 'roles' } },
  deliverShipment: { for: carriers, body: { eventId: 'roles' } },
  setInventory: { for: house, body: { onHand: 100_000 } },
  getInventory: { for: house },
  listInventory: { for: house },
  dailyAnalytics: { for: house },
  liveAnalytics: { for: house },
  listDeadLetters: { for: ['operator'] },
  getDeadLetter: { for: ['operator'] },
  redriveDeadLetter: { for: ['operator'], body: { reason: 'x' } },
  dropDeadLetter: { for: ['operator'], body: { reason: 'x' } },
  listAudit: { for: staff },
  getCaller: { for: ROLES },
  createWebhookEndpoint: { for: anyone, body: { url: 'https://shop.example' } },
  listWebhookEndpoints: { for: anyone },
  getWebhookEndpoint: { for: anyone },
  patchWebhookEndpoint: { for: anyone, body: { eventTypes: ['order.held'] } },
  rotateWebhookSecret: { for: anyone },
  listWebhookDeliveries: { for: anyone },
  replayWebhookDelivery: { for: anyone },
  deleteWebhookEndpoint: { for: anyone },
  cancelOrder: { for: anyone, body: {} },
};
/** What a call with an id in its path comes to for whoever has nothing of that storefront. */
const NOT_THERE = [
  { part: '{id}', says: 'There is no order' },
  { part: '{endpointId}', says: 'There is no webhook endpoint' },
];
/** Whoever is told so was let in. */
const HAS_NONE = /has no return|There is no delivery|has no dead letter/;

const Operations = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), security: z.unknown().optional() })),
  ),
});
type Row = Rule & { operationId: string; method: string; path: string };

/** A webhook endpoint that can be deleted. @returns its id */
async function anEndpoint(stack: Stack): Promise<string> {
  const body = { url: 'https://shop.example', eventTypes: ['order.held'] };
  const { body: made } = await stack.api('POST', '/v1/webhook-endpoints', { body });
  return z.object({ id: z.string() }).parse(made).id;
}

export function roles(stack: () => Stack): void {
  describe('who may call', () => {
    let rows: Row[] = [];
    let documented: string[] = [];
    let id = '';
    const keys = new Map<string, string>();
    const params: Record<string, string> = {
      step: 'stock',
      sku: 'CD',
      shipmentId: 'p',
      returnId: 'x',
      endpointId: 'x',
      deliveryId: 'x',
      queue: 'shipping',
      letterId: 'x',
    };

    beforeAll(async () => {
      const order = await place(stack());
      id = order.id;
      Object.assign(params, { id, lineId: firstLine(order).id });
      const { paths } = Operations.parse((await stack().api('GET', '/openapi.json', { key: null })).body);
      const found = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods)
          // Whoever has a security scheme of its own has no role: test/stack/webhooks.test.ts.
          .filter(([, { security }]) => security === undefined)
          .map(([method, { operationId }]) => ({ operationId, method: method.toUpperCase(), path })),
      );
      documented = found.map(({ operationId }) => operationId);
      rows = Object.entries(RULES).flatMap(([operationId, rule]) =>
        found.filter((one) => one.operationId === operationId).map((one) => ({ ...rule, ...one })),
      );
      for (const role of ROLES) {
        for (const storefront of ['us', 'eu'] as const)
          keys.set(`${role} ${storefront}`, await keyOf(stack(), role, storefront));
      }
    });

    const ask = async ({ method, path, operationId, body, raw }: Row, key: string | null, headers = {}) =>
      await stack().api(
        method,
        path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? ''),
        {
          key,
          headers,
          idempotencyKey: `roles-${operationId}-${key}`,
          ...(body === undefined ? {} : { body }),
          ...(raw === undefined ? {} : { raw }),
        },
      );

    it('is said here of every operation that a key lets in', () => {
      expect(documented.toSorted()).toEqual(Object.keys(RULES).toSorted());
    });

    it('nobody without a key that is known, whatever it is', async () => {
      for (const row of rows) {
        for (const headers of [
          {},
          { Authorization: 'Bearer wrong' },
          { Authorization: 'Bearer ' },
          { Authorization: 'Bearer dev-us extra' },
          { Authorization: 'Basic dev-us' },
          { Authorization: 'dev-us' },
          { Authorization: `Bearer osk_${'0'.repeat(12)}_${'a'.repeat(43)}` },
          { Authorization: `Bearer ${keys.get('operator us')?.slice(0, -1)}` },
        ]) {
          const answer = await ask(row, null, headers);
          problemOf(answer, 401, 'unauthenticated');
          expect(answer.headers['www-authenticate']).toBe('Bearer');
        }
      }
    });

    it.each(ROLES)("a %s what its role may, and of another storefront's orders nothing", async (role) => {
      params['endpointId'] = await anEndpoint(stack());
      for (const row of rows) {
        // The other one first: what is deleted is there for nobody.
        const other = await ask(row, keys.get(`${role} eu`) ?? '');
        const own = await ask(row, keys.get(`${role} us`) ?? '');
        const { operationId } = row;
        if (!row.for.includes(role)) {
          problemOf(own, 403, 'forbidden');
          problemOf(other, 403, 'forbidden');
          continue;
        }
        const isIn = [200, 201, 409, 422].includes(own.status) || HAS_NONE.test(own.text);
        expect({ operationId, isIn, text: own.text }).toMatchObject({ isIn: true });
        const notThere = NOT_THERE.find(({ part }) => row.path.includes(part));
        expect({ operationId, status: other.status }).toEqual({ operationId, status: notThere ? 404 : own.status });
        expect(other.text).toContain(notThere?.says ?? '');
      }
    });

    it('an operator without a storefront all but place orders', async () => {
      const placed = await stack().api('POST', '/v1/orders', {
        key: 'dev-ops',
        idempotencyKey: 'ops',
        body: anOrder(),
      });
      problemOf(placed, 403, 'forbidden');
      params['endpointId'] = await anEndpoint(stack());
      for (const row of rows.filter((one) => one.for.includes('operator'))) {
        // It has been canceled by now, and has no return.
        const { status, text } = await ask(row, 'dev-ops');
        const isIn = [200, 201, 409, 422].includes(status) || HAS_NONE.test(text);
        expect({ row, text, isIn }).toMatchObject({ isIn: true });
      }
    });

    it("another storefront's key leaves an order as it was", async () => {
      const other = await place(stack());
      Object.assign(params, { id: other.id, lineId: firstLine(other).id });
      for (const row of rows.filter(({ path }) => path.includes('{id}'))) {
        await ask(row, keys.get('operator eu') ?? '', { 'Idempotency-Key': `other-${row.operationId}` });
      }
      Object.assign(params, { id });
      expect(await read(stack(), other.id)).toEqual(other);
    });

    it('a key that has less than its role no more than that', async () => {
      const key = await keyOf(stack(), 'support', 'us', { scopes: ['orders:read'] });
      expect((await stack().api('GET', `/v1/orders/${id}`, { key })).status).toBe(200);
      const refused = await stack().api('POST', `/v1/orders/${id}/hold`, { key, body: {} });
      expect(problemOf(refused, 403, 'forbidden').detail).toContain('holds:write');
    });

    it('nobody by a key that has expired', async () => {
      const key = await keyOf(stack(), 'support', 'us', { expiresAt: new Date(Date.now() - 1) });
      problemOf(await stack().api('GET', `/v1/orders/${id}`, { key }), 401, 'unauthenticated');
    });

    it('the figures of another storefront are not there', async () => {
      const key = keys.get('service us') ?? '';
      const days = async (query: string) => await stack().api('GET', `/v1/analytics/daily${query}`, { key });
      problemOf(await days('?storefront=eu'), 404, 'not_found');
      const { body } = await days('');
      const Figures = z.object({ data: z.array(z.object({ storefront: z.string() })) });
      for (const { storefront } of Figures.parse(body).data) expect(storefront).toBe('us');
    });

    it('the scheme is written in any case (RFC 9110)', async () => {
      const answer = await stack().api('GET', '/v1/orders', { key: null, headers: { authorization: 'bEARER dev-us' } });
      expect(answer.status).toBe(200);
    });

    it('a path has no other methods than it has', async () => {
      const answer = await stack().api('DELETE', `/v1/orders/${id}`);
      problemOf(answer, 405, 'method_not_allowed');
      expect(answer.headers['allow']).toBe('GET, PATCH, HEAD');
      const ofBatches = await stack().api('GET', '/v1/orders/batch');
      problemOf(ofBatches, 405, 'method_not_allowed');
      expect(ofBatches.headers['allow']).toBe('POST');
    });
  });
}
