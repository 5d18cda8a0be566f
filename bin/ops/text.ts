import Table from 'cli-table3';

/** What people and machines read on standard output. */

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

type Cell = string | number | null;

/** Where there is nothing, a dash says so. */
export function table(head: string[], rows: readonly Cell[][]): string {
  const drawn = new Table({ head, style: { head: [], border: [] } });
  for (const row of rows) drawn.push(row.map((cell) => plain(String(cell ?? '-'))));
  return drawn.toString();
}

/** On one line, and nothing that a terminal would obey. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** JSON without what a terminal would obey, and JSON.stringify leaves as it is. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1).toWellFormed()}…`;
}
