import { describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Stack } from '../support/stack.ts';
import { place } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';

/** `binary/encrypted`, as Temporal's UI shows what it cannot open. */
const CLOSED = Buffer.from('binary/encrypted').toString('base64');

/** What the dialog of Temporal's UI keeps when it is filled in as /codec says. */
const settingsOf = (codec: string) => ({
  includeCredentials: 'true',
  overrideRemoteCodecConfiguration: 'true',
  endpoint: JSON.stringify(codec),
});

const textOf = async (page: Page) => await page.locator('body').innerText();

export function payloads(stack: () => Stack, browser: () => Browser): void {
  const codec = () => `http://127.0.0.1:${stack().env['PORT']}/codec`;
  const ui = () => `http://127.0.0.1:${stack().env['TEMPORAL_UI_PORT']}`;

  async function signIn(page: Page, key: string): Promise<void> {
    await page.goto(codec());
    await page.locator('#key').fill(key);
    await page.getByRole('button').click();
  }

  describe("Temporal's UI", () => {
    it('shows what is encrypted to an operator who has signed in, and to nobody else', async () => {
      const { id, shippingAddress } = await place(stack());
      const context = await browser().newContext();
      const page = await context.newPage();
      const shows = async (text: string) => {
        await page.goto(`${ui()}/namespaces/default/workflows/order-${id}`);
        await until(`${text} in Temporal's UI`, async () => (await textOf(page)).includes(text));
        return await textOf(page);
      };
      await page.goto(ui());
      await page.evaluate((settings) => Object.assign(localStorage, settings), settingsOf(codec()));

      expect(await shows(CLOSED)).not.toContain(shippingAddress.name);
      await signIn(page, 'dev-us');
      expect(await textOf(page)).toContain('forbidden');
      expect(await shows(CLOSED)).not.toContain(shippingAddress.name);
      await signIn(page, 'dev-ops');
      expect(await shows(shippingAddress.name)).not.toContain(CLOSED);
      await context.close();
    });
  });
}
