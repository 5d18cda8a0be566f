import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { CONSOLE_FOLDER } from '../../console/build.ts';
import { openConsole, settled } from '../support/browser.ts';
import type { Stack } from '../support/stack.ts';

const KEPT = '({ session: { ...sessionStorage }, local: { ...localStorage }, cookies: document.cookie })';

export function signingIn(stack: () => Stack, browser: () => Browser): void {
  const get = async (path: string) => await stack().api('GET', path, { key: null });

  describe('the door of the console', () => {
    it('lets in whoever has a key, and keeps it in the tab alone', async () => {
      await using console = await openConsole(browser(), stack(), { key: null });
      const { page } = console;
      await page.goto('/console');
      await page.getByLabel('API key or access token').fill('nobody');
      await page.getByRole('button', { name: 'Sign in' }).click();
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toMatch(/not known.*unauthenticated, request \S+/s);
      await page.getByLabel('API key or access token').fill('dev-ops');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Orders' }).waitFor();
      expect(await page.evaluate(KEPT)).toEqual({ session: { 'order-saga-key': 'dev-ops' }, local: {}, cookies: '' });
      expect(await page.getByRole('banner').textContent()).toContain('dev-ops, operator');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('API key or access token').waitFor();
      expect(await page.evaluate(KEPT)).toEqual({ session: {}, local: {}, cookies: '' });
    });

    it('is all files of ours, kept by their names, with no secret in them', async () => {
      const index = await get('/console/orders');
      expect(index).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
      const policy = index.headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      const loaded = [...index.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
      expect(loaded).toHaveLength(3);
      for (const url of loaded) {
        expect(url).toMatch(/^\/console\/assets\/[\w-]+\.(js|css|svg)$/);
        const headers = { 'cache-control': 'public, max-age=31536000, immutable' };
        expect(await get(url)).toMatchObject({ status: 200, headers });
      }
      expect(await get('/console/assets/gone.js')).toMatchObject({ status: 404, body: { code: 'not_found' } });
      for (const file of await readdir(CONSOLE_FOLDER, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        const text = await readFile(join(file.parentPath, file.name), 'utf8');
        for (const secret of ['dev-ops', 'dev-us', 'osk_', 'whsec_', 'sk_test'])
          expect({ file: file.name, secret, isThere: text.includes(secret) }).toMatchObject({ isThere: false });
      }
    });

    it('is passed by the keyboard alone, and so is all behind it', async () => {
      await using console = await openConsole(browser(), stack(), { key: null });
      const { page } = console;
      const press = async (...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key);
      };
      const focused = async () => String(await page.evaluate('document.activeElement?.textContent ?? ""'));
      const tabTo = async (text: string) => {
        for (let n = 0; n < 60; n += 1) {
          await press('Tab');
          if ((await focused()) === text) return;
        }
        throw new Error(`${text} is not reached`);
      };
      await page.goto('/console');
      await page.getByLabel('API key or access token').waitFor();
      await page.keyboard.type('dev-ops');
      await press('Enter');
      await page.getByRole('heading', { name: 'Orders' }).waitFor();
      await tabTo('Skip to content');
      await press('Enter');
      expect(await page.evaluate('document.activeElement?.id')).toBe('content');
      await page.reload();
      await settled(page);
      await tabTo('Stock');
      // Whoever uses the keyboard sees where it is.
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      await press('Enter');
      await page.getByRole('heading', { name: 'Stock' }).waitFor();
      await page.getByRole('button', { name: 'Count SKU-BLUE-M' }).waitFor();
      await tabTo('Count');
      const counted = await page.evaluate('document.activeElement.getAttribute("aria-label")');
      await press('Enter');
      await page.getByRole('dialog', { name: String(counted) }).waitFor();
      await press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(counted);
    });
  });
}
