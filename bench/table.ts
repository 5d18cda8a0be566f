import Table from 'cli-table3';

export interface TableOptions {
  /** Columns of names, to the left. */
  names?: number;
  /** Between the rows. */
  lines?: boolean;
}

/** A table for a terminal: names to the left, numbers to the right. */
export function table(
  head: string[],
  rows: (string | undefined)[][],
  { names = 1, lines = true }: TableOptions = {},
): string {
  const made = new Table({
    head,
    colAligns: head.map((_, column) => (column < names ? 'left' : 'right')),
    style: { head: [], border: [] },
    ...(lines ? {} : { chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' } }),
  });
  made.push(...rows.map((row) => row.map((cell) => cell ?? '')));
  return made.toString();
}
