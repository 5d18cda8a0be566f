import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Minor, parseDecimal } from '../../domain/money.ts';
import { ReplayError } from './problem.ts';

/** One line of a CDNOW file. */
export interface Purchase {
  /** Its line in the file, from 1. */
  line: number;
  /** In the full set, as the file has it. */
  customer: string;
  /** YYYY-MM-DD */
  date: string;
  units: number;
  /** What all units cost together, in cents. */
  total: Minor;
}

export interface PurchaseFile {
  /** SHA-256 of its bytes, in hex. */
  digest: string;
  /** By date; those of one day in the order of the file. */
  purchases: Purchase[];
}

const COLUMNS = 'customer, customer in the sample, date, units, dollars';
const MAX_UNITS = 10_000;

/** @throws ReplayError that names the file, and the first line that cannot be read */
export async function readPurchases(path: string): Promise<PurchaseFile> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ReplayError(`${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`);
  });
  const purchases = parsePurchases(bytes.toString('utf8'), path);
  return { digest: createHash('sha256').update(bytes).digest('hex'), purchases };
}

/**
 * @param path for what an error says
 * @throws ReplayError
 */
export function parsePurchases(text: string, path: string): Purchase[] {
  const purchases = text.split(/\r?\n/).flatMap((content, index) => {
    if (content.trim() === '') return [];
    try {
      return [parseLine(content, index + 1)];
    } catch (error) {
      throw new ReplayError(`${path}:${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  if (purchases.length === 0) throw new ReplayError(`${path}: there is no purchase in it`);
  return purchases.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.line - b.line));
}

function parseLine(content: string, line: number): Purchase {
  const columns = content.trim().split(/\s+/);
  const [customer = '', customerInSample = '', date = '', units = '', dollars = ''] = columns;
  if (columns.length !== 5) throw new RangeError(`needs 5 columns (${COLUMNS}), and has ${columns.length}`);
  if (!/^\d{1,20}$/.test(customer)) throw new RangeError(`not a customer: ${shown(customer)}`);
  if (!/^\d{1,20}$/.test(customerInSample)) throw new RangeError(`not a customer: ${shown(customerInSample)}`);
  return { line, customer, date: parseDate(date), units: parseUnits(units), total: parseDollars(dollars) };
}

function parseDate(text: string): string {
  const date = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const time = new Date(`${date}T00:00:00Z`);
  // Date takes February 30 for March 2.
  if (date === text || Number.isNaN(time.getTime()) || !time.toISOString().startsWith(date)) {
    throw new RangeError(`not a date (YYYYMMDD): ${shown(text)}`);
  }
  return date;
}

function parseUnits(text: string): number {
  const units = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (units < 1 || units > MAX_UNITS) throw new RangeError(`not a number of units (1 to ${MAX_UNITS}): ${shown(text)}`);
  return units;
}

function parseDollars(text: string): Minor {
  try {
    const cents = parseDecimal(text, 2);
    if (Number.isSafeInteger(cents)) return cents;
  } catch {
    // Said below, in the words of the file.
  }
  throw new RangeError(`not an amount of dollars and cents: ${shown(text)}`);
}

/** As JSON, so that no control character of a file reaches the terminal. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
