import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fingerprint, idempotencyKey } from '../../api/idempotency.ts';

describe('an Idempotency-Key', () => {
  it('is 1 to 255 printable ASCII characters', () => {
    const key = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 })
      .filter((text) => !text.startsWith('"'));
    fc.assert(
      fc.property(key, (text) => {
        expect(idempotencyKey(text)).toBe(text);
      }),
    );
  });

  it('is the same bare and as a quoted string', () => {
    expect(idempotencyKey('"8e03978e-40d5"')).toBe(idempotencyKey('8e03978e-40d5'));
  });

  it.each(['', '""', 'x'.repeat(256), 'schlüssel', 'a\tb', 'a\0b', '鍵'])('can not be %j', (text) => {
    expect(() => idempotencyKey(text)).toThrow(
      expect.objectContaining({ code: 'invalid_request', details: { status: 400 } }),
    );
  });

  it('is asked for where it is missing', () => {
    expect(() => idempotencyKey(undefined)).toThrow(expect.objectContaining({ code: 'idempotency_key_required' }));
  });
});

describe('the fingerprint of a body', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).toReversed();
    return Object.fromEntries(entries.map(([key, each]) => [key, turned(each)]));
  };

  it('does not mind the order of fields, at any depth', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        expect(fingerprint(turned(body))).toBe(fingerprint(body));
      }),
    );
  });

  it('minds everything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = JSON.stringify(turned(one)) === JSON.stringify(turned(other));
        fc.pre(!same);
        expect(fingerprint({ one })).not.toBe(fingerprint({ one: other }));
      }),
    );
    expect(fingerprint([1, 2])).not.toBe(fingerprint([2, 1]));
    expect(fingerprint({ quantity: 1 })).not.toBe(fingerprint({ quantity: '1' }));
  });
});
