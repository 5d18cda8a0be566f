import { describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openConsole } from '../support/browser.ts';
import { heldOrder, orderInTrouble } from '../support/console-shop.ts';
import { keyOf } from '../support/stack-keys.ts';
import type { Stack } from '../support/stack.ts';
import { problemOf } from '../support/stack-shop.ts';

export function rights(stack: () => Stack, browser: () => Browser): void {
  const pagesOf = async (key: string) => {
    await using console = await openConsole(browser(), stack(), { key });
    await console.go('/');
    return await console.page.getByRole('navigation').getByRole('link').allTextContents();
  };

  describe('whoever may do less', () => {
    it('sees the pages of its role, and no others', async () => {
      const all = ['Orders', 'Attention', 'Holds', 'Returns', 'Dead letters', 'Stock', 'Live', 'Audit'];
      expect(await pagesOf('dev-ops')).toEqual(all);
      const support = await keyOf(stack(), 'support', 'us');
      expect(await pagesOf(support)).toEqual(['Orders', 'Attention', 'Holds', 'Returns', 'Audit']);
    });

    it('is offered what its role may, and nothing else', async () => {
      const [held, stuck] = [await heldOrder(stack()), await orderInTrouble(stack())];
      await using console = await openConsole(browser(), stack(), { key: await keyOf(stack(), 'support', 'us') });
      const { page } = console;
      await console.go(`/orders/${stuck.id}`);
      await page.getByRole('heading', { name: 'Needs attention' }).waitFor();
      expect(await page.getByRole('button', { name: /Retry|Skip/ }).count()).toBe(0);
      await console.go(`/orders/${held.id}`);
      await page.getByRole('button', { name: 'Release' }).waitFor();
    });

    it.each(['dev-us', 'dev-carrier'])('is not let in where what it does is not on record: %s', async (key) => {
      const held = await heldOrder(stack());
      await using console = await openConsole(browser(), stack(), { key });
      const { page } = console;
      await page.goto(`/console/orders/${held.id}`);
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toMatch(/for operators and support.*a (checkout|carrier)\b/);
      expect(await page.getByRole('main').textContent()).not.toContain(held.id);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('API key or access token').waitFor();
    });

    it('is told so where it goes all the same', async () => {
      const key = await keyOf(stack(), 'support', 'us');
      problemOf(await stack().api('GET', '/v1/inventory', { key }), 403, 'forbidden');
      await using console = await openConsole(browser(), stack(), { key });
      await console.page.goto('/console/stock');
      const alert = console.page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toMatch(/Your role does not include this.*inventory:read.*forbidden, request/s);
    });
  });
}
