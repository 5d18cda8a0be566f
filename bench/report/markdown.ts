import { format } from 'prettier';
import type { Spread } from '../load/statistics.ts';

export type Cell = string | number | null | undefined;

/** A table; nothing to say is a dash. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map((cell) => String(cell ?? '–')).join(' | ')} |`;
  const rule = line(head.map((_, index) => (index === 0 ? '---' : '---:')));
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** As `npm run format` would leave it. */
export async function pretty(markdown: string): Promise<string> {
  return await format(markdown, { parser: 'markdown', singleQuote: true, printWidth: 120 });
}

export function fixed(digits: number): (value: number | null | undefined) => string | null {
  return (value) => (value === null || value === undefined || Number.isNaN(value) ? null : value.toFixed(digits));
}

export const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1);
export const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

/** `0.42 (0.40–0.45)` */
export function around(value: Spread | null, digits = 2): string | null {
  if (!value) return null;
  const [middle, low, high] = [value.median, value.low, value.high].map((one) => one.toFixed(digits));
  return `${middle} (${low}–${high})`;
}
