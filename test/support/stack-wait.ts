import { setTimeout as sleep } from 'node:timers/promises';

/** Long, because the machine may be busy with something else: whoever is quick is not held up by it. */
const PATIENCE_MS = 90_000;

/**
 * Asks again until there is something, and gives it back.
 * @throws an Error that names `what` when it is not there in time
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  { withinMs = PATIENCE_MS, everyMs = 50 }: { withinMs?: number | undefined; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`still waiting for ${what} after ${withinMs} ms`);
    await sleep(everyMs);
  }
}

/** Runs `task` for each item, at most `width` at a time; results in order. */
export async function parallel<T, R>(items: readonly T[], width: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) results[index] = await task(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
