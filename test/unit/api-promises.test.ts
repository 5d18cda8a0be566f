import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../api/openapi.ts';
import { brokenApi } from '../support/api-promises.ts';

const RELEASED = join(import.meta.dirname, '../../docs/openapi.json');
const released = async (): Promise<unknown> => JSON.parse(await readFile(RELEASED, 'utf8'));

/** The document with one part replaced, or (undefined) taken out; a path that leads nowhere is an error. */
function changed(document: unknown, path: readonly string[], value: unknown): unknown {
  const [name = '', ...rest] = path;
  const whole: Record<string, unknown> = Array.isArray(document)
    ? Object.assign([], document)
    : { ...Object(document) };
  if (rest.length > 0 && !(name in whole)) throw new RangeError(`there is no ${name}`);
  whole[name] = rest.length > 0 ? changed(whole[name], rest, value) : value;
  return whole;
}

const ORDERS = ['paths', '/v1/orders'];
const PLACE = ['components', 'schemas', 'PlaceOrder'];
const ORDER = ['components', 'schemas', 'Order', 'properties'];
const json = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

describe('what callers of the API were promised', () => {
  it('still holds: docs/openapi.json', async () => {
    expect(brokenApi(await released(), json(openApiDocument()))).toEqual([]);
  });

  it.each<[string, string[], unknown, RegExp]>([
    ['a path goes', ['paths', '/v1/orders/{id}/hold'], {}, /POST \/v1\/orders\/\{id\}\/hold: is gone/],
    [
      'a parameter is newly required',
      [...ORDERS, 'get', 'parameters', '0', 'required'],
      true,
      /status is newly required/,
    ],
    [
      'a parameter goes',
      [...ORDERS, 'get', 'parameters', '1'],
      { in: 'query', name: 'x', schema: {} },
      /customerId is gone/,
    ],
    ['a field is newly required', [...PLACE, 'required'], ['reference'], /body .*reference may be missing/],
    [
      'a field takes less',
      [...PLACE, 'properties', 'reference', 'maxLength'],
      10,
      /body \/reference: above its maxLength/,
    ],
    ['other fields must be there', [...PLACE, 'anyOf'], [{ required: ['email'] }], /body .*another format/],
    [
      'a body is newly required',
      ['paths', '/v1/orders/{id}/cancel', 'post', 'requestBody', 'required'],
      true,
      /newly required/,
    ],
    ['a field of an answer goes', [...ORDER, 'total'], undefined, /total is gone/],
    [
      'a field of an answer may be null',
      [...ORDER, 'currency', 'type'],
      ['string', 'null'],
      /\/currency: null is not string/,
    ],
    ['a state is new', [...ORDER, 'status', 'enum'], ['LOST'], /"LOST" is not/],
    ['an answer has no ETag', [...ORDERS, 'post', 'responses', '201', 'headers', 'ETag'], undefined, /201 has no ETag/],
    [
      'a line of a body takes less',
      ['components', 'schemas', 'BatchLine', 'properties', 'idempotencyKey', 'maxLength'],
      64,
      /body \/\*\/idempotencyKey: above its maxLength/,
    ],
    ['a good answer is new', [...ORDERS, 'post', 'responses', '204'], { description: 'x' }, /204 is a new good answer/],
  ])('is broken when %s', async (_what, path, value, found) => {
    const before = await released();
    expect(brokenApi(before, json(changed(before, path, value)))).toContainEqual(expect.stringMatching(found));
  });

  it.each<[string, string[], unknown]>([
    ['a path is new', ['paths', '/v1/new'], { get: { responses: {} } }],
    ['a field of a request is new', [...PLACE, 'properties', 'gift'], { type: 'boolean' }],
    ['a field takes more', [...PLACE, 'properties', 'reference', 'maxLength'], 1000],
    ['a field of an answer is new', [...ORDER, 'gift'], { type: 'boolean' }],
    ['a refusal is new', [...ORDERS, 'post', 'responses', '451'], { description: 'x' }],
  ])('is not broken when %s', async (_what, path, value) => {
    const before = await released();
    expect(brokenApi(before, json(changed(before, path, value)))).toEqual([]);
  });
});
