import type { Minor } from './money.ts';

/**
 * What the first `units` of a line cost. Amounts that do not divide go by largest remainder: the first units have one minor
 * unit more. So the parts of any split of a line add up to its total, in whichever order they come.
 */
export function valueOfUnits({ total, quantity }: { total: Minor; quantity: number }, units: number): Minor {
  const remainder = total % quantity;
  return ((total - remainder) / quantity) * units + Math.min(units, remainder);
}
