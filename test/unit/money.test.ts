import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { OrderSagaError } from '../../domain/errors.ts';
import { formatDecimal, orderTotal, parseDecimal, priceLine } from '../../domain/money.ts';

function totalOrCode(...args: Parameters<typeof orderTotal>): number | string {
  try {
    return orderTotal(...args);
  } catch (error) {
    return error instanceof OrderSagaError ? error.code : String(error);
  }
}

describe('money', () => {
  it('reads back every amount that it writes, in every currency', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), fc.integer({ min: 0, max: 3 }), (amount, digits) => {
        expect(parseDecimal(formatDecimal(amount, digits), digits)).toBe(amount);
      }),
    );
  });

  it('adds lines and charges up exactly, or refuses', () => {
    const line = fc.record({ total: fc.nat(Number.MAX_SAFE_INTEGER) });
    const charge = fc.record({ amount: fc.maxSafeInteger() });
    fc.assert(
      fc.property(fc.array(line), fc.array(charge), (lines, charges) => {
        const exact =
          lines.reduce((sum, { total }) => sum + BigInt(total), 0n) +
          charges.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
        const fits = exact >= 0n && exact <= BigInt(Number.MAX_SAFE_INTEGER);
        expect(totalOrCode(lines, charges)).toBe(fits ? Number(exact) : 'invalid_request');
      }),
    );
  });

  it.each([
    ['29.33', 2933],
    ['0.00', 0],
    ['5', 500],
    ['12.5', 1250],
  ])('reads %s dollars as %i cents', (text, cents) => {
    expect(parseDecimal(text, 2)).toBe(cents);
  });

  it.each(['', '-1.00', '1.234', '1,00', '1e3', ' 1.00'])('refuses %j as dollars', (text) => {
    expect(() => parseDecimal(text, 2)).toThrow(RangeError);
  });

  it('leaves the unit price open where only a total is given', () => {
    expect(priceLine({ quantity: 3, total: 1000 }, 0)).toEqual({ unitPrice: null, total: 1000 });
  });

  it('refuses a total that is not the unit price times the quantity', () => {
    expect(() => priceLine({ quantity: 3, unitPrice: 333, total: 1000 }, 4)).toThrow('/lines/4/total');
  });
});
