import { invalidField } from './errors.ts';

/** An amount in the currency's minor unit (ISO 4217): an integer, safe in a double. */
export type Minor = number;

/** A line's price as it was asked for: a unit price, a total, or both. */
export interface LinePrice {
  quantity: number;
  unitPrice?: Minor | null | undefined;
  total?: Minor | undefined;
}

/**
 * What a line costs. A `total` alone leaves the unit price unknown (null), as totals need not divide by the quantity.
 * @throws OrderSagaError `invalid_request` when neither is given, both disagree, or the sum is no safe integer
 */
export function priceLine(line: LinePrice, index: number): { unitPrice: Minor | null; total: Minor } {
  const { quantity, unitPrice, total } = line;
  if (unitPrice === undefined || unitPrice === null) {
    if (total === undefined) throw invalidField(`/lines/${index}/unitPrice`, 'a line needs unitPrice or total');
    return { unitPrice: null, total };
  }
  const product = safe(BigInt(unitPrice) * BigInt(quantity), `/lines/${index}/unitPrice`);
  if (total !== undefined && total !== product) {
    throw invalidField(`/lines/${index}/total`, `total ${total} is not unitPrice x quantity (${product})`);
  }
  return { unitPrice, total: product };
}

/**
 * Lines plus charges.
 * @throws OrderSagaError `invalid_request` when it is negative or above 2^53 - 1
 */
export function orderTotal(lines: readonly { total: Minor }[], charges: readonly { amount: Minor }[]): Minor {
  const sum =
    lines.reduce((total, line) => total + BigInt(line.total), 0n) +
    charges.reduce((total, charge) => total + BigInt(charge.amount), 0n);
  if (sum < 0n) throw invalidField('/charges', `the charges make the total negative (${sum})`);
  return safe(sum, '/lines');
}

/**
 * An exact decimal such as `29.33` in minor units.
 * @param digits how many digits the currency has after the point (ISO 4217)
 */
export function parseDecimal(text: string, digits: number): Minor {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > digits) throw new RangeError(`not an amount with ${digits} decimals: ${text}`);
  return Number(BigInt(`${match[1]}${fraction.padEnd(digits, '0')}`));
}

/** Minor units as a decimal: 24409194, 2 -> `244091.94`. */
export function formatDecimal(amount: Minor, digits: number): string {
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`;
}

function safe(amount: bigint, pointer: string): Minor {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) throw invalidField(pointer, 'the amount is above 2^53 - 1');
  return Number(amount);
}

/** An amount for people's eyes: 2598, USD -> `25.98 USD`. */
export function formatTotal(amount: Minor, currency: string): string {
  return `${formatDecimal(amount, minorDigits(currency))} ${currency}`;
}

/** An amount as people of a place write it: 2598, EUR, de -> `25,98 €`. */
export function formatMoney(amount: Minor, currency: string, locale: string): string {
  // As text, exact up to the last unit of the greatest amount.
  const decimal = formatDecimal(amount, minorDigits(currency)) as Intl.StringNumericLiteral;
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(decimal);
}

/** How many digits the currency has after the point, by ISO 4217 as CLDR carries it (JPY 0, USD 2, KWD 3). */
export function minorDigits(currency: string): number {
  const known = DIGITS.get(currency) ?? readMinorDigits(currency);
  DIGITS.set(currency, known);
  return known;
}

/** Intl's formatters are dear to make. */
const DIGITS = new Map<string, number>();

function readMinorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
