import { afterAll, beforeAll } from '@jest/globals';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Stack } from './stack.ts';

/** Debian's own, as .ci/run installs it; CHROMIUM names another one. */
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** It runs as root, and asks nobody outside. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PATIENCE_MS = 60_000;

/** A Chromium for the tests of one file, with a folder of its own that goes with it. */
export function browserForThisFile(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, headless: true, args: FLAGS, timeout: 120_000 });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return () => {
    if (!browser) throw new Error('the browser is not up');
    return browser;
  };
}

export interface Looking extends BrowserContextOptions {
  /** Whose key is in the tab already; null: nobody's. */
  key?: string | null;
}

/** A console as somebody has it in front of them. */
export interface Console extends AsyncDisposable {
  page: Page;
  /** Goes to a page of it, and waits until it has what it shows. */
  go(path: string): Promise<void>;
  /** What the browser had to say: errors of scripts, and what the page's policy has stopped. */
  complaints: string[];
}

export async function openConsole(
  browser: Browser,
  stack: Stack,
  { key = 'dev-ops', ...options }: Looking = {},
): Promise<Console> {
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${stack.env['PORT']}`,
    locale: 'en-US',
    timezoneId: 'UTC',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  if (key !== null) await context.addInitScript(`sessionStorage.setItem('order-saga-key', ${JSON.stringify(key)})`);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A refusal is what the page shows, and the browser tells of each.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const go = async (path: string) => {
    await page.goto(`/console${path}`);
    await settled(page);
  };
  return { page, go, complaints, [Symbol.asyncDispose]: async () => await context.close() };
}

/** Until nothing of it is still being loaded. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page
    .getByText(/^Loading /)
    .first()
    .waitFor({ state: 'detached' });
}

/** What axe finds serious or critical on a page as it is, by rule and place. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
}

/** How many pixels of the page are beside the screen. */
export async function overflowOf(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
}
