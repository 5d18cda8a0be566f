import { describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { traceparent } from '../../domain/trace.ts';
import { openConsole, settled } from '../support/browser.ts';
import { placeAndShip, tellOrder } from '../support/stack-later.ts';
import type { Stack } from '../support/stack.ts';
import { place, timeline, uniqueSku } from '../support/stack-shop.ts';

export function finding(stack: () => Stack, browser: () => Browser): void {
  describe('an order', () => {
    it('is found by its id, and shown with all that happened', async () => {
      const order = await placeAndShip(stack());
      await using console = await openConsole(browser(), stack());
      const { page } = console;
      await console.go('/orders');
      await page.getByLabel('Order id').fill(order.id);
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('heading', { name: `Order ${order.id}` }).waitFor();
      await settled(page);
      const text = String(await page.getByRole('main').textContent());
      for (const said of ['Shipped', '$25.98', 'SKU-RED-S', 'cus_100', 'Springfield', 'parcel-1'])
        expect(text).toContain(said);
      expect(text).toContain(`Trace ${traceparent(order.id, order.id).split('-')[1]}`);
      const events = await timeline(stack(), order.id);
      expect(await page.locator('.timeline > li').count()).toBe(events.length);
      const ui = `http://127.0.0.1:${stack().env['TEMPORAL_UI_PORT']}/namespaces/default/workflows/order-${order.id}`;
      expect(await page.getByRole('link', { name: /Temporal/ }).getAttribute('href')).toBe(ui);
    });

    it.each(['reference', 'customer', 'status'] as const)('is found by its %s', async (by) => {
      const [reference, customerId] = [uniqueSku('cart'), `cus_${uniqueSku('find')}`];
      const order = await place(stack(), { reference, customerId });
      await tellOrder(stack(), order.id, 'hold', { reason: 'odd' });
      const other = await place(stack(), { reference: uniqueSku('cart'), customerId: 'cus_100' });
      await using console = await openConsole(browser(), stack());
      const { page } = console;
      await console.go('/orders');
      if (by === 'reference') await page.getByLabel('Reference').fill(reference);
      if (by === 'customer') await page.getByLabel('Customer id').fill(customerId);
      if (by === 'status') await page.getByLabel('Status').selectOption('On hold');
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('link', { name: other.id }).waitFor({ state: 'detached' });
      await page.getByRole('link', { name: order.id }).click();
      await page.getByRole('heading', { name: `Order ${order.id}` }).waitFor();
    });

    it('that is not there is said to be so, with what to ask about it', async () => {
      await using console = await openConsole(browser(), stack());
      await console.page.goto('/console/orders/01M0000000000000000000000X');
      const alert = console.page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toMatch(/There is no order.*not_found, request \S{20,}/s);
    });

    it('shows what happens to it while somebody looks', async () => {
      const { id } = await place(stack());
      await using console = await openConsole(browser(), stack());
      await console.go(`/orders/${id}`);
      await tellOrder(stack(), id, 'hold', { reason: 'seen from elsewhere' });
      await console.page.getByText('seen from elsewhere').first().waitFor();
    });
  });
}
