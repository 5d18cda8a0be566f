import { readdirSync, readFileSync } from 'node:fs';

/** A process as /proc shows it; times in milliseconds. */
interface Seen {
  pid: number;
  parent: number;
  cpuMs: number;
}

export interface TreeUsage {
  cpuMs: number;
  memoryBytes: number;
}

/** Linux counts in hundredths of a second, whatever its kernel's own clock is. */
const TICK_MS = 10;

/** All processes there are, at one moment: one look serves many trees. */
export function processTable(): Map<number, Seen> {
  const table = new Map<number, Seen>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const seen = Number.isInteger(pid) ? read(pid) : null;
    if (seen) table.set(pid, seen);
  }
  return table;
}

function read(pid: number): Seen | null {
  const stat = fileOf(pid, 'stat');
  if (stat === null) return null;
  // "pid (name) state ppid …": the name may hold anything, so the fields are counted from the last parenthesis on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  // utime, stime, and what children that have ended and been asked for have used.
  return { pid, parent: field(4), cpuMs: (field(14) + field(15) + field(16) + field(17)) * TICK_MS };
}

/** The process and all that descend from it. */
export function treeOf(root: number, table: Map<number, Seen>): number[] {
  const children = new Map<number, number[]>();
  for (const { pid, parent } of table.values()) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const tree = table.has(root) ? [root] : [];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

export function usageOf(root: number, table: Map<number, Seen>): TreeUsage {
  const tree = treeOf(root, table);
  return {
    cpuMs: tree.reduce((sum, pid) => sum + (table.get(pid)?.cpuMs ?? 0), 0),
    memoryBytes: tree.reduce((sum, pid) => sum + memoryOf(pid), 0),
  };
}

/**
 * The proportional set: memory that processes share is divided among them. Postgres' processes all map the same
 * buffers; the sum of their resident sets would count those once for each connection.
 */
function memoryOf(pid: number): number {
  const pss = /^Pss:\s+(\d+) kB$/m.exec(fileOf(pid, 'smaps_rollup') ?? '')?.[1];
  const rss = /^VmRSS:\s+(\d+) kB$/m.exec(pss === undefined ? (fileOf(pid, 'status') ?? '') : '')?.[1];
  return Number(pss ?? rss ?? 0) * 1024;
}

/** Null when the process has gone meanwhile. */
function fileOf(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null;
  }
}
