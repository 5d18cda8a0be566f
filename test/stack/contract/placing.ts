import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import {
  ADDRESS,
  anOrder,
  line,
  orderOf,
  place,
  post,
  problemOf,
  read,
  stocked,
  stockOf,
  timeline,
} from '../../support/stack-shop.ts';

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function placing(stack: () => Stack): void {
  describe('placing an order', () => {
    it('answers 201 with the whole order, as the contract writes it', async () => {
      const address = { ...ADDRESS, line2: '', region: 'IL', postalCode: '12345', phone: '+1 555 0100' };
      const charges = [
        { type: 'shipping', name: 'Standard', amount: 499 },
        { type: 'tax', name: 'VAT', amount: 200 },
        { type: 'discount', name: 'SPRING', amount: -100 },
      ];
      const request = anOrder({
        email: 'a@example.com',
        locale: 'en-US',
        reference: 'cart-1',
        charges,
        shippingAddress: address,
        billingAddress: {},
        metadata: { campaign: 'spring' },
      });
      const answer = await post(stack(), request);
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        id: expect.stringMatching(ULID),
        storefront: 'us',
        status: 'PROCESSING',
        version: 3,
        customerId: 'cus_100',
        email: 'a@example.com',
        locale: 'en-US',
        reference: 'cart-1',
        currency: 'USD',
        lines: [
          {
            id: expect.any(String),
            sku: 'SKU-RED-S',
            quantity: 2,
            unitPrice: 1299,
            total: 2598,
            shipped: 0,
            canceled: 0,
            returned: 0,
          },
        ],
        charges,
        total: 3197,
        payment: { status: 'authorized', authorized: 3197, captured: 0, refunded: 0 },
        shippingAddress: address,
        billingAddress: null,
        shipments: [],
        refunds: [],
        returns: [],
        backorders: [],
        hold: null,
        cancelReason: null,
        cancelNote: null,
        needsAttention: false,
        attention: [],
        metadata: { campaign: 'spring' },
        createdAt: expect.stringMatching(UTC),
        updatedAt: expect.stringMatching(UTC),
      });
      const { id } = orderOf(answer, 201);
      expect(answer.headers).toMatchObject({ location: `/v1/orders/${id}`, etag: '"3"' });
      expect(await stack().ledger(id)).toEqual([{ orderId: id, kind: 'authorization', amount: 3197, currency: 'USD' }]);
    });

    it('is read back under its Location, equal to the answer', async () => {
      const answer = await post(stack(), anOrder());
      const found = await stack().api('GET', answer.headers['location'] ?? '');
      expect(found.status).toBe(200);
      expect(found.body).toEqual(answer.body);
      expect(found.headers['etag']).toBe(answer.headers['etag']);
    });

    it.each([
      ['dev-eu', 'eu', 'EUR'],
      ['dev-jp', 'jp', 'JPY'],
    ])('takes the storefront from the key %s', async (key, storefront, currency) => {
      expect(await place(stack(), { currency }, { key })).toMatchObject({ storefront, currency });
    });

    it('sells to a guest without asking for a customer', async () => {
      const order = await place(stack(), { customerId: undefined, email: 'guest@example.com' });
      expect(order).toMatchObject({ customerId: null, email: 'guest@example.com', status: 'PROCESSING' });
    });

    it('takes a line by its total where prices do not divide, and leaves its unit price open', async () => {
      const { lines, total } = await place(stack(), { lines: [{ sku: 'SKU-RED-M', quantity: 3, total: 1000 }] });
      expect(lines).toMatchObject([{ quantity: 3, unitPrice: null, total: 1000 }]);
      expect(total).toBe(1000);
    });

    it('counts one SKU on two lines together', async () => {
      const sku = await stocked(stack(), 5);
      const lines = [line(sku, 3), line(sku, 3)];
      const problem = problemOf(await post(stack(), anOrder({ lines })), 409, 'out_of_stock');
      expect(problem).toMatchObject({ lines: [{ sku, requested: 6, available: 5 }] });
      expect((await place(stack(), { lines: [line(sku, 3), line(sku, 2)] })).lines).toHaveLength(2);
      expect(await stockOf(stack(), sku)).toEqual({ onHand: 5, reserved: 5, available: 0 });
    });

    it('authorizes nothing for a total of 0, with or without a payment', async () => {
      const free = { lines: [line('SKU-BLUE-S', 1, 500)], charges: [{ type: 'discount', name: 'GIFT', amount: -500 }] };
      for (const payment of [undefined, { method: 'pm_card_chargeDeclined' }]) {
        const order = await place(stack(), { ...free, payment });
        expect(order).toMatchObject({ total: 0, payment: { status: 'none', authorized: 0, captured: 0, refunded: 0 } });
        expect(await stack().ledger(order.id)).toEqual([]);
      }
    });

    it('tells what happened, step by step, in its timeline', async () => {
      const { id } = await place(stack());
      expect(await timeline(stack(), id)).toMatchObject([
        { type: 'order.placed', version: 1, id: expect.stringMatching(ULID), time: expect.stringMatching(UTC) },
        { type: 'stock.reserved', version: 2 },
        { type: 'order.confirmed', version: 3 },
      ]);
    });

    it.each([
      ['cus_flaky', 'pm_card_visa'],
      ['cus_100', 'pm_flaky'],
    ])('gets through a service that stumbles twice: %s, %s', async (customerId, method) => {
      const answer = await post(stack(), anOrder({ customerId, payment: { method } }));
      const { id } = orderOf(answer, 201);
      expect((await read(stack(), id)).payment.status).toBe('authorized');
      expect(await stack().ledger(id)).toMatchObject([{ kind: 'authorization' }]);
    });
  });
}
