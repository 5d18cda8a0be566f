import { median } from '../load/statistics.ts';
import type { Usage } from '../world/world.ts';

/** What a stretch of time cost. */
export interface Spent {
  seconds: number;
  /** By process: the peer's own (`main`, `engine`) and the shared ones (`postgres`, `temporal`, `stub`). */
  cpuMs: Record<string, number>;
  commits: number;
  walBytes: number;
}

/** The shared servers at rest, with all peers up and nobody ordering: what they spend a second. */
export type Idle = Omit<Spent, 'seconds'>;

/** What one order cost. */
export type OrderSpent = Idle & { cpuTotalMs: number };

/** Whose servers they are is nobody's: what they do at rest is taken off. */
const SHARED = new Set(['postgres', 'temporal']);
/** The outside world. It would run elsewhere; the load generator, which would too, is not among the processes. */
const OUTSIDE = new Set(['stub']);

export function spentBetween(before: Usage, after: Usage, seconds: number): Spent {
  return {
    seconds,
    cpuMs: Object.fromEntries(
      Object.entries(after.cpuMs).map(([name, cpu]) => [name, cpu - (before.cpuMs[name] ?? 0)]),
    ),
    commits: after.commits - before.commits,
    walBytes: after.walBytes - before.walBytes,
  };
}

/** The middle of some slices: a vacuum that falls into one of them is not what rest is like. */
export function aSecondOf(slices: readonly Spent[]): Idle {
  const middle = (value: (slice: Spent) => number) => median(slices.map((slice) => value(slice) / slice.seconds));
  const names = new Set(slices.flatMap(({ cpuMs }) => Object.keys(cpuMs)));
  return {
    cpuMs: Object.fromEntries([...names].map((name) => [name, middle(({ cpuMs }) => cpuMs[name] ?? 0)])),
    commits: middle(({ commits }) => commits),
    walBytes: middle(({ walBytes }) => walBytes),
  };
}

/**
 * What an order cost: a block's counters, less what the shared servers spend at rest in that time, by its orders. A
 * peer's own processes are counted whole: they are there for it alone, also when they poll.
 */
export function anOrderOf(spent: Spent, idle: Idle, orders: number, processes: (name: string) => boolean): OrderSpent {
  const each = (total: number, atRest: number) => Math.max(0, total - atRest * spent.seconds) / orders;
  const cpuMs = Object.fromEntries(
    Object.entries(spent.cpuMs)
      .filter(([name]) => !OUTSIDE.has(name) && processes(name))
      .map(([name, cpu]) => [name, each(cpu, SHARED.has(name) ? (idle.cpuMs[name] ?? 0) : 0)]),
  );
  return {
    cpuMs,
    cpuTotalMs: sum(Object.values(cpuMs)),
    commits: each(spent.commits, idle.commits),
    walBytes: each(spent.walBytes, idle.walBytes),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** What the shared servers spend in a second while nobody orders, in words. */
export function restOf({ cpuMs, walBytes }: Idle): string {
  const cpu = ['postgres', 'temporal'].map((name) => `${name} ${(cpuMs[name] ?? 0).toFixed(0)} CPU-ms`).join(', ');
  return `${cpu}, ${(walBytes / 1024).toFixed(0)} KB of WAL`;
}
