import Table from 'cli-table3';

/** A table for a terminal: names to the left, numbers to the right. */
export function table(head: string[], rows: (string | undefined)[][]): string {
  const made = new Table({
    head,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  made.push(...rows.map((row) => row.map((cell) => cell ?? '')));
  return made.toString();
}
