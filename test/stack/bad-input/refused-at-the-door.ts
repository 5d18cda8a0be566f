import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stack } from '../../support/stack.ts';
import { ADDRESS, allOrders, anOrder, line, post, problemOf, stockOf } from '../../support/stack-shop.ts';

const red = (over: Record<string, unknown>) => ({ lines: [{ ...line('SKU-RED-S'), ...over }] });
const address = (over: Record<string, unknown>) => ({ shippingAddress: { ...ADDRESS, ...over } });
const many = <T>(count: number, item: T) => Array.from({ length: count }, () => item);
const charge = (amount: unknown) => ({ charges: [{ type: 'fee', name: 'Fee', amount }] });

/** What is wrong with an order, and where the answer should point. */
const FIELDS: [what: string, over: Record<string, unknown>, pointer: string][] = [
  ['an unknown field', { coupon: 'X' }, '/coupon'],
  ['an unknown field in a line', red({ color: 'red' }), '/lines/0/color'],
  ['an unknown field in the payment', { payment: { method: 'pm_card_visa', cvc: '123' } }, '/payment/cvc'],
  ['an unknown field in the address', address({ street: 'x' }), '/shippingAddress/street'],
  ['a field named with a slash and a tilde', { 'a/b~c': 1 }, '/a~1b~0c'],
  ['a quantity of 0', red({ quantity: 0 }), '/lines/0/quantity'],
  ['a quantity of -1', red({ quantity: -1 }), '/lines/0/quantity'],
  ['a quantity of 1.5', red({ quantity: 1.5 }), '/lines/0/quantity'],
  ['a quantity of a thousand million', red({ quantity: 1e9 }), '/lines/0/quantity'],
  ['a quantity of 10,001', red({ quantity: 10_001 }), '/lines/0/quantity'],
  ['a quantity in words', red({ quantity: '2' }), '/lines/0/quantity'],
  ['a quantity of null', red({ quantity: null }), '/lines/0/quantity'],
  ['no quantity', red({ quantity: undefined }), '/lines/0/quantity'],
  ['no lines', { lines: [] }, '/lines'],
  ['no field `lines`', { lines: undefined }, '/lines'],
  ['lines that are no list', { lines: {} }, '/lines'],
  ['201 lines', { lines: many(201, line('SKU-RED-S')) }, '/lines'],
  ['a line that is null', { lines: [line('SKU-RED-S'), null] }, '/lines/1'],
  ['an empty SKU', red({ sku: '' }), '/lines/0/sku'],
  ['a SKU of 101 letters', red({ sku: 'x'.repeat(101) }), '/lines/0/sku'],
  ['NUL in a SKU', red({ sku: 'SKU\0' }), '/lines/0/sku'],
  ['a negative price', red({ unitPrice: -1 }), '/lines/0/unitPrice'],
  ['a price with a fraction', red({ unitPrice: 12.99 }), '/lines/0/unitPrice'],
  ['a price in words', red({ unitPrice: '1299' }), '/lines/0/unitPrice'],
  ['a price of 2^53', red({ unitPrice: 2 ** 53 }), '/lines/0/unitPrice'],
  ['no price at all', red({ unitPrice: undefined }), '/lines/0/unitPrice'],
  ['a price and a total that disagree', red({ quantity: 3, unitPrice: 333, total: 1000 }), '/lines/0/total'],
  ['a negative total', red({ unitPrice: undefined, total: -1 }), '/lines/0/total'],
  ['a line whose total is over 2^53', red({ quantity: 10_000, unitPrice: 2 ** 50 }), '/lines/0/unitPrice'],
  ['lines whose sum is over 2^53', { lines: many(3, line('SKU-RED-S', 1, 2 ** 52)) }, '/lines'],
  ['charges that make the total negative', charge(-100_000), '/charges'],
  ['a charge with a fraction', charge(0.5), '/charges/0/amount'],
  ['a charge beyond 2^53', charge(-(2 ** 53)), '/charges/0/amount'],
  ['a charge without a name', { charges: [{ type: 'tax', amount: 1 }] }, '/charges/0/name'],
  ['101 charges', { charges: many(101, { type: 't', name: 'n', amount: 0 }) }, '/charges'],
  ["another storefront's currency", { currency: 'EUR' }, '/currency'],
  ['a currency in small letters', { currency: 'usd' }, '/currency'],
  ['a currency that does not exist', { currency: 'XYZ' }, '/currency'],
  ['no currency', { currency: undefined }, '/currency'],
  ['no payment for something that costs', { payment: undefined }, '/payment'],
  ['an empty payment method', { payment: { method: '' } }, '/payment/method'],
  ['a payment without a method', { payment: {} }, '/payment/method'],
  ['neither a customer nor an e-mail', { customerId: undefined }, '/customerId'],
  ['an empty customer', { customerId: '' }, '/customerId'],
  ['a customer of 256 letters', { customerId: 'c'.repeat(256) }, '/customerId'],
  ['an e-mail that is none', { email: 'a@' }, '/email'],
  ['an empty e-mail', { email: '' }, '/email'],
  ['no address', { shippingAddress: undefined }, '/shippingAddress'],
  ['an address of null', { shippingAddress: null }, '/shippingAddress'],
  ['an address without a name', address({ name: undefined }), '/shippingAddress/name'],
  ['an address with an empty city', address({ city: '' }), '/shippingAddress/city'],
  ['a country of three letters', address({ country: 'USA' }), '/shippingAddress/country'],
  ['a country in small letters', address({ country: 'us' }), '/shippingAddress/country'],
  ['NUL in the address', address({ line1: '1 Main\0St' }), '/shippingAddress/line1'],
  ['half a surrogate pair in the address', address({ name: 'A \ud83d' }), '/shippingAddress/name'],
  ['half a billing address', { billingAddress: { name: 'B' } }, '/billingAddress/line1'],
  ['an empty reference', { reference: '' }, '/reference'],
  ['NUL in the reference', { reference: 'a\0b' }, '/reference'],
  ['half a surrogate pair in the reference', { reference: '\udc00' }, '/reference'],
  ['metadata that is a number', { metadata: { n: 1 } }, '/metadata/n'],
  ['metadata of 1,001 letters', { metadata: { long: 'x'.repeat(1001) } }, '/metadata/long'],
  ['51 metadata', { metadata: Object.fromEntries(many(51, 'x').map((x, n) => [`k${n}`, x])) }, '/metadata'],
  ['NUL in metadata', { metadata: { a: '\0' } }, '/metadata/a'],
  ['metadata with an empty name', { metadata: { '': 'x' } }, '/metadata/'],
];

const body = JSON.stringify(anOrder());
const inBody = (from: string, to: string) => body.replace(from, to);

/** Bodies that JSON.stringify does not write, but somebody may send. */
const RAW: [what: string, raw: string, pointer: string][] = [
  ['a price of 1e400', inBody('1299', '1e400'), '/lines/0/unitPrice'],
  ['a field __proto__', inBody('{', '{"__proto__":{"currency":"USD"},'), '/__proto__'],
  ['a field __proto__ in a line', inBody('{"sku"', '{"__proto__":{},"sku"'), '/lines/0/__proto__'],
  ['a field constructor', inBody('{', '{"constructor":{"prototype":{}},'), '/constructor'],
  ['__proto__ in metadata', inBody('{', '{"metadata":{"__proto__":"x","a":"b"},'), '/metadata/__proto__'],
  [
    'a duplicate field, of which the last one counts',
    inBody('"quantity":2', '"quantity":2,"quantity":0'),
    '/lines/0/quantity',
  ],
  ['JSON 100,000 deep', inBody('{', `{"metadata":{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}},`), '/metadata/a'],
  ['50,000 wrong lines', `{"lines":[${'{},'.repeat(50_000)}{}]}`, '/lines'],
  ['a list instead of an order', '[]', ''],
];

const UNREADABLE: [what: string, raw: string][] = [
  ['broken JSON', '{"lines": ['],
  ['a comma too many', '{"currency":"USD",}'],
  ['single quotes', "{'currency':'USD'}"],
  ['a comment', '{} // nothing'],
  ['two documents', '{}{}'],
  ['a form', 'currency=USD&lines=1'],
  ['XML', '<order/>'],
  ['a word', '"order"'],
  ['a number', '12'],
  ['null', 'null'],
  ['NaN', '{"total": NaN}'],
  ['a raw line break in a string', '{"reference":"a\nb"}'],
];

export function refusedAtTheDoor(stack: () => Stack): void {
  /** All that an order could leave behind. */
  const state = async () => ({
    orders: (await allOrders(stack())).length,
    stock: await stockOf(stack(), 'SKU-RED-S'),
    money: await stack().ledger(),
  });

  describe('refused at the door', () => {
    let before: Awaited<ReturnType<typeof state>>;
    beforeAll(async () => {
      before = await state();
    });
    // Of each of them nothing may be left; an assertion here fails the whole of it.
    afterAll(async () => {
      expect(await state()).toEqual(before);
    });

    it.each(FIELDS)('%s', async (_what, over, pointer) => {
      const { errors } = problemOf(await post(stack(), anOrder(over)), 422, 'invalid_request');
      expect(errors?.map((error) => error.pointer)).toContain(pointer);
      expect(errors?.every(({ detail }) => detail.length > 0)).toBe(true);
    });

    it.each(RAW)('%s', async (_what, raw, pointer) => {
      const { errors } = problemOf(await post(stack(), undefined, { raw }), 422, 'invalid_request');
      expect(errors?.map((error) => error.pointer)).toContain(pointer);
    });

    it.each(UNREADABLE)('%s cannot be parsed', async (_what, raw) => {
      problemOf(await post(stack(), undefined, { raw }), 400, 'invalid_request');
    });

    it('nothing at all', async () => {
      const { errors } = problemOf(await post(stack(), undefined), 422, 'invalid_request');
      expect(errors).not.toHaveLength(0);
    });

    it('names each wrong field, not only the first', async () => {
      const order = { ...anOrder(red({ quantity: 0, unitPrice: -1 })), currency: 'x' };
      const { errors } = problemOf(await post(stack(), order), 422, 'invalid_request');
      expect(errors?.map(({ pointer }) => pointer).toSorted()).toEqual([
        '/currency',
        '/lines/0/quantity',
        '/lines/0/unitPrice',
      ]);
    });
  });
}
