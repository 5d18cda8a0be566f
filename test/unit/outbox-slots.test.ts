import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { newId } from '../../db/ids.ts';
import { SLOTS, slotOf } from '../../db/outbox.ts';

describe('the slot of an event', () => {
  it('is one of all there are, evenly over the orders', () => {
    const slots = new Set(Array.from({ length: 2000 }, () => slotOf(newId())));
    expect([...slots].toSorted((a, b) => a - b)).toEqual(SLOTS);
  });

  it('is there for whatever an event is about, and always the same', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (subject) => {
        expect(SLOTS).toContain(slotOf(subject));
        expect(slotOf(subject)).toBe(slotOf(`SKU-${subject}`));
      }),
    );
  });
});
