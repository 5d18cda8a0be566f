import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decodePosition, decodeVersion, encodePosition, encodeVersion } from '../../api/cursor.ts';

const time = fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true });
const id = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/);

describe('a cursor', () => {
  it('leads back to where it was given', () => {
    fc.assert(
      fc.property(time, id, (createdAt, orderId) => {
        const cursor = encodePosition({ createdAt: createdAt.toISOString(), id: orderId });
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodePosition(cursor)).toEqual({ createdAt, id: orderId });
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (version) => {
        expect(decodeVersion(encodeVersion(version))).toBe(version);
      }),
    );
  });

  it('of any other text is refused with a 400', () => {
    const refused = expect.objectContaining({ code: 'invalid_request', details: { status: 400 } });
    const json = fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), json), (text) => {
        for (const decode of [decodePosition, decodeVersion]) {
          let thrown: unknown;
          try {
            decode(text);
          } catch (error) {
            thrown = error;
          }
          expect(thrown).toEqual(refused);
        }
      }),
    );
  });
});
