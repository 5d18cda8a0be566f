import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { LiveAnalyticsView } from '../../contracts/http-live.ts';
import { openConsole, overflowOf, seriousFindings } from '../support/browser.ts';
import { deadLetter, heldOrder, orderInTrouble } from '../support/console-shop.ts';
import { returnable } from '../support/stack-later.ts';
import type { Stack } from '../support/stack.ts';
import { place } from '../support/stack-shop.ts';

const WIDTHS = [360, 768, 1280, 1920];
const SCHEMES = ['light', 'dark'] as const;
/** Those of the README are made anew where this is set. */
const SCREENSHOTS = process.env['CONSOLE_SCREENSHOTS'];
const IMAGES = join(import.meta.dirname, '../../docs/images');
const SHOWN = ['live', 'order', 'attention'];

export function pages(stack: () => Stack, browser: () => Browser): void {
  describe('each page of the console', () => {
    const paths = new Map<string, string>();

    beforeAll(async () => {
      const letter = await deadLetter(stack());
      await heldOrder(stack(), { reference: 'cart-2041' });
      const stuck = await orderInTrouble(stack(), { reference: 'cart-2042' });
      await returnable(stack());
      await place(stack(), { currency: 'EUR' }, { key: 'dev-eu' });
      // So that a picture shows something.
      const [many, few] = SCREENSHOTS === undefined ? [0, 0] : [9, 5];
      for (let n = 0; n < many; n += 1) await place(stack());
      for (let n = 0; n < few; n += 1) await place(stack(), { currency: 'JPY' }, { key: 'dev-jp' });
      paths.set('sign-in', '');
      paths.set('order', `/orders/${stuck.id}`);
      paths.set('dead-letter', `/dead-letters/${letter.queue}/${letter.id}`);
      for (const name of ['orders', 'attention', 'holds', 'returns', 'dead-letters', 'stock', 'live', 'audit'])
        paths.set(name, `/${name}`);
    });

    const open = async (name: string, options: Parameters<typeof openConsole>[2]) => {
      const console = await openConsole(browser(), stack(), { ...options, key: name === 'sign-in' ? null : 'dev-ops' });
      await console.go(paths.get(name) ?? '');
      return console;
    };
    const NAMES = [
      'sign-in',
      'orders',
      'order',
      'attention',
      'holds',
      'returns',
      'dead-letters',
      'dead-letter',
      'stock',
      'live',
      'audit',
    ];

    it.each(NAMES)('%s: axe finds nothing serious, light or dark, and the browser nothing at all', async (name) => {
      for (const colorScheme of SCHEMES) {
        await using console = await open(name, { colorScheme });
        expect({ colorScheme, found: await seriousFindings(console.page) }).toEqual({ colorScheme, found: [] });
        expect(console.complaints).toEqual([]);
      }
    });

    it.each(NAMES)('%s: is never wider than the screen', async (name) => {
      await using console = await open(name, {});
      for (const width of WIDTHS) {
        await console.page.setViewportSize({ width, height: 800 });
        expect({ width, beside: await overflowOf(console.page) }).toEqual({ width, beside: 0 });
      }
    });

    it('what asks before it changes something: nothing serious, light or dark, and fits', async () => {
      for (const colorScheme of SCHEMES) {
        await using console = await open('order', { colorScheme, viewport: { width: 360, height: 800 } });
        await console.page.getByRole('button', { name: 'Skip shipment' }).click();
        await console.page.getByRole('dialog').waitFor();
        expect({ colorScheme, found: await seriousFindings(console.page) }).toEqual({ colorScheme, found: [] });
        expect(await overflowOf(console.page)).toBe(0);
      }
    });

    it("live: the figures are the API's, in a chart and in tables", async () => {
      await using console = await open('live', {});
      const { page } = console;
      await page.locator('.chart canvas').waitFor();
      const { body } = await stack().api('GET', '/v1/analytics/live', { key: 'dev-ops' });
      for (const { storefront, orders, byStatus } of LiveAnalyticsView.parse(body).data) {
        const today = page.getByRole('table', { name: 'Today, by storefront' });
        const row = today.getByRole('row').filter({ has: page.getByRole('link', { name: storefront, exact: true }) });
        expect(await row.getByRole('cell').first().textContent()).toBe(String(orders));
        const statuses = page.getByRole('table', { name: `${storefront}, by status` }).getByRole('row');
        const shown = await statuses.getByRole('cell').allTextContents();
        expect(shown).toEqual(byStatus.map((one) => String(one.orders)));
      }
    });

    // Where nobody asks for pictures there is nothing to test.
    if (SCREENSHOTS !== undefined) {
      it.each(SHOWN)('%s: has its picture taken', async (name) => {
        const viewport = { width: 1280, height: name === 'live' ? 1180 : 760 };
        await using console = await open(name, { viewport, colorScheme: 'light' });
        const taken = await console.page.screenshot({ path: join(IMAGES, `console-${name}.png`) });
        expect(taken.length).toBeGreaterThan(10_000);
      });
      it.each(NAMES)('%s: is looked at in every width and color', async (name) => {
        for (const colorScheme of SCHEMES) {
          for (const width of [360, 1280]) {
            await using console = await open(name, { viewport: { width, height: 900 }, colorScheme });
            const path = join(SCREENSHOTS, `${name}-${width}-${colorScheme}.png`);
            expect((await console.page.screenshot({ path, fullPage: true })).length).toBeGreaterThan(1000);
          }
        }
      });
    }
  });
}
