import { assertPortsFree } from '../../embedded/ports.ts';

/** Below what Linux gives to outgoing connections: none of them can take a port between the look and its use. */
const FIRST = 15_000;
const LAST = 32_000;

/**
 * The first of `count` ports in a row that nobody listens on.
 * @throws Error when there are none after many tries
 */
export async function portBlock(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = FIRST + Math.floor(Math.random() * (LAST - FIRST - count));
    const wanted = Array.from({ length: count }, (_, offset) => ({ setting: 'port', port: first + offset }));
    const free = await assertPortsFree(wanted).then(
      () => true,
      () => false,
    );
    if (free) return first;
  }
  throw new Error(`no ${count} free ports in a row between ${FIRST} and ${LAST}`);
}
