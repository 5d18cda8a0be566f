import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { batch, postBatch } from '../../support/stack-batches.ts';
import { allOrders, anOrder, problemOf, stockOf } from '../../support/stack-shop.ts';

const LIMIT = 8 * 1024 * 1024;
const LINE_LIMIT = 256 * 1024;
const good = JSON.stringify({ idempotencyKey: 'refused', order: anOrder() });
const inLine = (from: string, to: string) => good.replace(from, to);
const keyed = (idempotencyKey: unknown) => JSON.stringify({ idempotencyKey, order: anOrder() });
/** Halfway through a letter of two bytes. */
const cutLetter = Buffer.concat([Buffer.from(good.slice(0, 20)), Buffer.from([0xc3]), Buffer.from(good.slice(20))]);

/** What is wrong with a line, what it is told, and where the answer should point. */
const LINES: [what: string, line: string | Buffer, status: number, pointer: string | null][] = [
  ['truncated JSON', good.slice(0, -1), 400, null],
  ['a key alone', '{"idempotencyKey":"k"', 400, null],
  ['two documents', `${good}${good}`, 400, null],
  ['a comma between lines', `${good},`, 400, null],
  ['a list of lines, as JSON has it', `[${good}]`, 422, ''],
  ['single quotes', "{'idempotencyKey':'k'}", 400, null],
  ['NaN', inLine('1299', 'NaN'), 400, null],
  ['NUL between fields', inLine('{', '{\0'), 400, null],
  ['bytes that are no UTF-8', cutLetter, 400, null],
  ['UTF-16', Buffer.from(good, 'utf16le'), 400, null],
  ['a carriage return in a string', inLine('cus_100', 'cus\r100'), 400, null],
  ['a form', 'idempotencyKey=k&order=1', 400, null],
  ['null', 'null', 422, ''],
  ['a number', '12', 422, ''],
  ['an order without its envelope', JSON.stringify(anOrder()), 422, '/idempotencyKey'],
  ['no order', '{"idempotencyKey":"k"}', 422, '/order'],
  ['an order of null', '{"idempotencyKey":"k","order":null}', 422, '/order'],
  ['no key', JSON.stringify({ order: anOrder() }), 422, '/idempotencyKey'],
  ['a key of null', keyed(null), 422, '/idempotencyKey'],
  ['a key that is a number', keyed(1), 422, '/idempotencyKey'],
  ['an empty key', keyed(''), 422, '/idempotencyKey'],
  ['a key of 256 letters', keyed('k'.repeat(256)), 422, '/idempotencyKey'],
  ['a key that is not ASCII', keyed('schlüssel'), 422, '/idempotencyKey'],
  ['a key with a line break', keyed('a\nb'), 422, '/idempotencyKey'],
  ['a key that a header could not carry', keyed(' k'), 422, '/idempotencyKey'],
  ['an unknown field', inLine('{', '{"dryRun":true,'), 422, '/dryRun'],
  ['an unknown field in the order', inLine('"customerId"', '"coupon":"X","customerId"'), 422, '/order/coupon'],
  ['a field __proto__', inLine('{', '{"__proto__":{"order":{}},'), 422, '/__proto__'],
  ['__proto__ in the order', inLine('"customerId"', '"__proto__":{},"customerId"'), 422, '/order/__proto__'],
  ['a field constructor', inLine('{', '{"constructor":{"prototype":{}},'), 422, '/constructor'],
  ['a price of 1e400', inLine('1299', '1e400'), 422, '/order/lines/0/unitPrice'],
  ['a price of 2^53', inLine('1299', String(2 ** 53)), 422, '/order/lines/0/unitPrice'],
  ['a price and a total that disagree', inLine('1299', '1299,"total":1'), 422, '/order/lines/0/total'],
  ['NUL in a SKU', inLine('SKU-RED-S', String.raw`SKU\u0000`), 422, '/order/lines/0/sku'],
  ["another storefront's currency", inLine('USD', 'EUR'), 422, '/order/currency'],
  [
    'no payment for something that costs',
    inLine('"payment"', '"metadata":{},"payment"').replace('{"method":"pm_card_visa"}', 'null'),
    422,
    '/order/payment',
  ],
  [
    'JSON 50,000 deep',
    inLine('"customerId"', `"metadata":{"a":${'['.repeat(5e4)}${']'.repeat(5e4)}},"customerId"`),
    422,
    '/order/metadata/a',
  ],
  ['more than 256 KiB', good.padEnd(LINE_LIMIT + 1), 413, null],
];

const gzip = { 'Content-Encoding': 'gzip' };
/** Made only when it is sent: none of it is small. */
type Refused = [
  what: string,
  raw: () => string | Buffer,
  headers: Record<string, string>,
  status: number,
  code: string,
];

/** Batches that are refused as a whole. */
const WHOLE: Refused[] = [
  ['nothing at all', () => '', {}, 422, 'invalid_request'],
  ['no lines but blank ones', () => '\n \t\r\n\n', {}, 422, 'invalid_request'],
  ['8 MiB of blank lines', () => '\n'.repeat(LIMIT), {}, 422, 'invalid_request'],
  ['1,001 lines', () => '{}\n'.repeat(1001), {}, 422, 'invalid_request'],
  ['4 million lines', () => '1\n'.repeat(LIMIT / 2), {}, 422, 'invalid_request'],
  ['more than 8 MiB', () => good.padEnd(LIMIT + 1), {}, 413, 'body_too_large'],
  ['what unpacks to more than 8 MiB', () => gzipSync(good.padEnd(LIMIT + 1)), gzip, 413, 'body_too_large'],
  ['what says gzip and is not', () => good, gzip, 400, 'invalid_request'],
  ['what is packed in an unknown way', () => good, { 'Content-Encoding': 'klingon' }, 400, 'invalid_request'],
  ['JSON', () => good, { 'Content-Type': 'application/json' }, 415, 'unsupported_media_type'],
  ['plain text', () => good, { 'Content-Type': 'text/plain' }, 415, 'unsupported_media_type'],
  ['rubbish', () => good, { 'Content-Type': 'rubbish' }, 415, 'unsupported_media_type'],
];

export function refusedBatches(stack: () => Stack): void {
  /** All that an order could leave behind. */
  const state = async () => ({
    orders: (await allOrders(stack())).length,
    stock: await stockOf(stack(), 'SKU-RED-S'),
    money: await stack().ledger(),
  });

  describe('of a batch is refused', () => {
    let before: Awaited<ReturnType<typeof state>>;
    beforeAll(async () => {
      before = await state();
    });
    // Of each of them nothing may be left; an assertion here fails the whole of it.
    afterAll(async () => {
      expect(await state()).toEqual(before);
    });

    it.each(LINES)('a line that is %s', async (_what, line, status, pointer) => {
      const [outcome, ...others] = await batch(stack(), Buffer.from(line));
      expect(others).toEqual([]);
      const code = status === 413 ? 'body_too_large' : 'invalid_request';
      expect(outcome).toMatchObject({ line: 1, status, replayed: false, problem: { status, code, retryable: false } });
      const pointers = outcome?.problem?.errors?.map((error) => error.pointer);
      // Where the line could not be read at all, there is nothing to point to.
      expect(pointers ?? [null]).toContain(pointer);
    });

    it.each(WHOLE)('%s', async (_what, raw, headers, status, code) => {
      problemOf(await postBatch(stack(), raw(), { headers }), status, code);
    });

    it('says which limit it is over', async () => {
      const { detail } = problemOf(await postBatch(stack(), good.padEnd(LIMIT + 1)), 413, 'body_too_large');
      expect(detail).toBe('The body is over 8192 KiB');
    });
  });
}
