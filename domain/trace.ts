const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a ULID looks like, for a regular expression. 26 letters of 5 bits are 130: the first one has only 3 to use. */
export const ULID = '[0-7][0-9A-HJKMNP-TV-Z]{25}';

/**
 * The W3C `traceparent` of an event. Nothing has to be stored or handed on for it: whoever knows an order's id knows its
 * trace, and all that is ever published of the order is one trace, though years and processes lie between. A ULID is
 * 128 bits, as is a trace-id; a span-id has 64, which the event's id gives by its low ones, all of them random.
 * Flags `01`: the whole life of an order is worth keeping, and a tracer of one's own may still sample.
 * @param trace a ULID: the order, or the event itself where it belongs to none
 * @param event the event's ULID
 * @throws RangeError for what is no ULID
 */
export function traceparent(trace: string, event: string): string {
  return `00-${traceIdOf(trace)}-${spanIdOf(event)}-01`;
}

/** @throws RangeError for what is no ULID */
export function traceIdOf(ulid: string): string {
  return hex(bits(ulid), 32);
}

/** @throws RangeError for what is no ULID */
export function spanIdOf(ulid: string): string {
  return hex(bits(ulid), 16);
}

/** The ULID that a trace-id is. */
export function ulidOf(traceId: string): string {
  const value = BigInt(`0x${traceId}`);
  return Array.from({ length: 26 }, (_, index) => CROCKFORD[Number((value >> BigInt(5 * (25 - index))) & 31n)]).join(
    '',
  );
}

function bits(ulid: string): bigint {
  const digits = Array.from(ulid, (letter) => CROCKFORD.indexOf(letter));
  // 26 letters of 5 bits are 130: the first one has only 3 to use.
  if (digits.length !== 26 || digits.includes(-1) || (digits[0] ?? 0) > 7) throw new RangeError(`no ULID: ${ulid}`);
  return digits.reduce((value, digit) => value * 32n + BigInt(digit), 0n);
}

/** All zero says "no trace" in W3C's words, and is never given. */
function hex(value: bigint, length: number): string {
  const low = BigInt.asUintN(length * 4, value);
  return (low === 0n ? 1n : low).toString(16).padStart(length, '0');
}
