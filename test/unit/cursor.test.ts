import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decodePosition, decodeVersion, encodePosition, encodeVersion } from '../../api/cursor.ts';

const time = fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true });
const id = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/);

const LIST = { storefront: 'us', statuses: ['SHIPPED'] };

describe('a cursor', () => {
  it('leads back to where it was given', () => {
    fc.assert(
      fc.property(time, id, (createdAt, orderId) => {
        const cursor = encodePosition(LIST, { createdAt: createdAt.toISOString(), id: orderId });
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodePosition(LIST, cursor)).toEqual({ createdAt, id: orderId });
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (version) => {
        expect(decodeVersion('order', encodeVersion('order', version))).toBe(version);
      }),
    );
  });

  it('of another list is refused with a 400', () => {
    const cursor = encodePosition(LIST, { createdAt: new Date().toISOString(), id: 'x' });
    for (const other of [{}, { ...LIST, storefront: 'eu' }, { ...LIST, customerId: 'c' }]) {
      expect(() => decodePosition(other, cursor)).toThrow(/of another list/);
    }
    expect(() => decodeVersion('b', encodeVersion('a', 1))).toThrow(/of another list/);
  });

  it('of any other text is refused with a 400', () => {
    const refused = expect.objectContaining({ code: 'invalid_request', details: { status: 400 } });
    const json = fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), json), (text) => {
        for (const decode of [decodePosition, decodeVersion] as const) {
          let thrown: unknown;
          try {
            decode('a list', text);
          } catch (error) {
            thrown = error;
          }
          expect(thrown).toEqual(refused);
        }
      }),
    );
  });
});
