import { describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { allOrders, anOrder, line, post, stocked, stockOf, untilNone } from '../../support/stack-shop.ts';

const ORDERS = 1000;
const UNITS = 100;

export function rush(stack: () => Stack): void {
  describe('a rush', () => {
    it('of 1,000 orders for 100 units sells exactly 100, and takes money for no more', async () => {
      const sku = await stocked(stack(), UNITS);
      const body = anOrder({ customerId: 'cus_rush', lines: [line(sku)] });
      const answers = await Promise.all(Array.from({ length: ORDERS }, () => post(stack(), body)));
      const statuses = new Set(answers.map(({ status }) => status));
      expect([...statuses].filter((status) => ![201, 409].includes(status))).toEqual([]);

      await untilNone(stack(), 'cus_rush', ['PENDING', 'CANCELING']);
      const orders = await allOrders(stack(), '&customerId=cus_rush');
      const canceled = orders.filter((order) => order.status === 'CANCELED');
      expect({
        made: orders.length,
        processing: orders.filter(({ status }) => status === 'PROCESSING').length,
        outOfStock: canceled.filter(({ cancelReason }) => cancelReason === 'out_of_stock').length,
        stock: await stockOf(stack(), sku),
      }).toEqual({
        made: ORDERS,
        processing: UNITS,
        outOfStock: ORDERS - UNITS,
        stock: { onHand: UNITS, reserved: UNITS, available: 0 },
      });
      const ledger = await stack().ledger();
      expect(ledger.map(({ kind }) => kind)).toEqual(Array<string>(UNITS).fill('authorization'));
      const sold = orders.filter(({ status }) => status === 'PROCESSING').map(({ id }) => id);
      expect(new Set(ledger.map(({ orderId }) => orderId))).toEqual(new Set(sold));
    }, 400_000);
  });
}
