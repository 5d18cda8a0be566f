import { setTimeout as sleep } from 'node:timers/promises';
import type { Load, Placed, Run } from './messages.ts';
import type { Payload } from './payloads.ts';

/** Sends an order `sentAt` milliseconds after `begun`, and never fails. */
export type Place = (payload: Payload, begun: number, sentAt: number) => Promise<Placed>;

const AFTER_NO_ANSWER_MS = 50;

/** Many more than any peer takes in that time. */
export function mostOrders({ seconds }: Extract<Load, { kind: 'closed' }>): number {
  return 2_000 * (seconds + 5);
}

/**
 * `inFlight` customers, each of whom orders again when answered. The time that counts begins when everybody has had an
 * answer: slow and quick alike have all their places taken from there to its end.
 */
export async function closedLoop(
  place: Place,
  payloads: readonly Payload[],
  { inFlight, seconds }: Extract<Load, { kind: 'closed' }>,
): Promise<Run> {
  const begun = performance.now();
  const now = () => performance.now() - begun;
  const queue = payloads.values();
  const placed: Placed[] = [];
  let waitingForTheFirst = inFlight;
  let opensAt = Number.POSITIVE_INFINITY;

  async function customer(): Promise<void> {
    let isFirst = true;
    while (now() < opensAt + seconds * 1000) {
      const next = queue.next();
      if (next.done === true) throw new Error(`${payloads.length} orders were too few for ${seconds} s`);
      const answer = await place(next.value, begun, now());
      placed.push(answer);
      // A dead peer refuses thousands a second.
      if (answer.status === 0) await sleep(AFTER_NO_ANSWER_MS);
      if (isFirst) waitingForTheFirst -= 1;
      isFirst = false;
      if (waitingForTheFirst === 0) opensAt = Math.min(opensAt, now());
    }
  }
  await Promise.all(Array.from({ length: inFlight }, customer));
  return { placed, opensAt, closesAt: opensAt + seconds * 1000, gaveUp: false };
}
