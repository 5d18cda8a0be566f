import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatMoney } from '../../domain/money.ts';
import { type Storefront, STOREFRONT_NAMES, STOREFRONTS } from '../../domain/storefronts.ts';
import { EXAMPLE } from '../../messaging/notifications/example.ts';
import { loadTemplates, MAIL_EVENTS } from '../../messaging/notifications/templates.ts';
import { readerOf } from '../../messaging/notifications/view.ts';

const FOLDER = new URL('../../messaging/notifications/templates/', import.meta.url);
const ALL = STOREFRONT_NAMES.flatMap((storefront) =>
  STOREFRONTS[storefront].languages.flatMap((language) =>
    MAIL_EVENTS.map((event): [Storefront, string, (typeof MAIL_EVENTS)[number]] => [storefront, language, event]),
  ),
);

describe('a message to a customer', () => {
  const templates = loadTemplates();

  it.each(ALL)('of %s in %s: %s', (storefront, language, event) => {
    const { subject, text } = templates({ storefront, language, locale: language }, event, EXAMPLE);
    expect(subject).toContain(EXAMPLE.orderId);
    expect(subject).not.toMatch(/[{}\n]|undefined/);
    expect(text).toContain(EXAMPLE.name);
    expect(text).not.toMatch(/[{}]|undefined|\n{3}|^\n|\n\n$/);
  });

  it('is plain text: nothing in it is escaped', () => {
    const reader = { storefront: 'us', language: 'en', locale: 'en' } as const;
    const { text } = templates(reader, 'order.created', { ...EXAMPLE, name: `Tom & "Jerry" <O'Neil>` });
    expect(text).toContain(`Hello Tom & "Jerry" <O'Neil>,`);
  });

  it('leaves out what an order does not have', () => {
    const reader = { storefront: 'eu', language: 'de', locale: 'de' } as const;
    const parcel = { carrier: null, trackingNumber: null, lines: [{ sku: 'CD', quantity: '1' }], isPart: false };
    const { subject, text } = templates(reader, 'order.shipped', { ...EXAMPLE, parcel });
    expect(subject).toBe(`Ihre Bestellung ${EXAMPLE.orderId} ist unterwegs`);
    expect(text).toBe(
      'Guten Tag A. Buyer,\n\nein Paket mit diesen Artikeln ist auf dem Weg zu Ihnen:\n\n1 × CD\n\nIhr Shop\n',
    );
    expect(templates(reader, 'order.cancelled', { ...EXAMPLE, isFree: true }).text).not.toContain('abgebucht');
  });

  const created = (storefront: Storefront) =>
    templates({ storefront, language: 'en', locale: 'en' }, 'order.created', EXAMPLE).text;

  it('follows the law where a storefront has its own', () => {
    expect(created('eu')).toContain('You can withdraw from this purchase');
    expect(created('us')).not.toContain('withdraw');
  });

  it.each([
    ['eu', 'de-AT', 'de', 'de-AT'],
    ['eu', 'fr', 'fr', 'fr'],
    ['eu', 'de_DE', 'de', 'de-DE'],
    ['eu', 'it-IT', 'en', 'en'],
    ['us', 'fr-CA', 'en', 'en'],
    ['jp', 'ja-JP', 'ja', 'ja-JP'],
    ['jp', 'en-GB', 'en', 'en-GB'],
    ['jp', 'ko', 'ja', 'ja'],
    ['jp', null, 'ja', 'ja'],
    ['eu', '!!', 'en', 'en'],
  ] as const)('of %s to a customer of %s is in %s', (storefront, wanted, language, locale) => {
    expect(readerOf(storefront, wanted)).toEqual({ storefront, language, locale });
  });

  it.each([
    [2598, 'EUR', 'de', '25,98\u00A0€'],
    [2598, 'USD', 'en', '$25.98'],
    [1299, 'JPY', 'ja', '¥1,299'],
    [1234, 'KWD', 'en', 'KWD\u00A01.234'],
    [Number.MAX_SAFE_INTEGER, 'USD', 'en', '$90,071,992,547,409.91'],
    [-100, 'EUR', 'fr', '-1,00\u00A0€'],
  ])('writes %d of %s in %s as people there do', (amount, currency, locale, text) => {
    expect(formatMoney(amount, currency, locale).normalize('NFKC')).toBe(text.normalize('NFKC'));
  });
});

describe('templates that are not well', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'order-saga-templates-'));
  });
  afterAll(async () => await rm(folder, { recursive: true }));

  it.each([
    ['names what no message has', (text: string) => text.replace('{{date}}', '{{dat}}'), /"dat" not defined/],
    ['is no template', (text: string) => text.replace('{{date}}', '{{#if date}}'), /Parse error/],
    ['has no subject', (text: string) => text.replace('Subject: ', 'Betreff: '), /first line/],
  ])('stop a process that starts, where one %s', async (_what, broken, reason) => {
    const copy = join(folder, 'copy');
    await cp(fileURLToPath(FOLDER), copy, { recursive: true });
    const file = join(copy, 'default/de/order.delivered.hbs');
    await writeFile(file, broken(await readFile(file, 'utf8')));
    expect(() => loadTemplates(pathToFileURL(`${copy}/`))).toThrow(reason);
    expect(() => loadTemplates(pathToFileURL(`${copy}/`))).toThrow(file);
    await rm(file);
    expect(() => loadTemplates(pathToFileURL(`${copy}/`))).toThrow(/ENOENT/);
  });
});
