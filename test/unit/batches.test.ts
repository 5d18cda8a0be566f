import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { batches } from '../../messaging/batches.ts';

const LIMIT = 256 * 1024;

/** What SNS counts: the body and the name, type and value of each attribute, in UTF-8. */
function size({ body, eventType, storefront }: { body: string; eventType: string; storefront: string }): number {
  const parts = [body, 'eventType', 'String', eventType, 'storefront', 'String', storefront];
  return parts.reduce((sum, part) => sum + new TextEncoder().encode(part).length, 0);
}

// A letter of one to four bytes, repeated: small to shrink, large to send.
const body = fc
  .tuple(fc.constantFrom('a', 'é', '山', '🧑‍🚀'), fc.oneof(fc.nat(50), fc.nat(90_000)))
  .map(([letter, count]) => letter.repeat(count / letter.length));
const message = fc.record({
  eventType: fc.constantFrom('order.created', 'order.cancelled'),
  storefront: fc.string(),
  body,
});

describe('a batch to SNS', () => {
  it('holds at most ten entries and 256 KiB, keeps their order, and none is lost', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
        const result = batches(messages);
        expect(result.flat()).toEqual(messages);
        expect(result.every(({ length }) => length >= 1 && length <= 10)).toBe(true);
        // What is too large by itself goes alone, so that it does not take others with it.
        const shared = result.filter(({ length }) => length > 1);
        const bytes = shared.map((batch) => batch.reduce((sum, entry) => sum + size(entry), 0));
        expect(bytes.filter((sum) => sum > LIMIT)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('is filled before the next one begins', () => {
    const small = Array.from({ length: 25 }, () => ({ eventType: 'order.created', storefront: 'us', body: 'x' }));
    expect(batches(small).map(({ length }) => length)).toEqual([10, 10, 5]);
  });

  it('counts bytes, not letters', () => {
    const wide = { eventType: 'e', storefront: 's', body: '山'.repeat(60_000) };
    expect(batches([wide, wide]).map(({ length }) => length)).toEqual([1, 1]);
  });

  it('is none where there is nothing to send', () => {
    expect(batches([])).toEqual([]);
  });
});
