import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CarrierOutbox } from './carrier-outbox.ts';
import { BATCH_LIMIT, type PublishShippingEvents } from './shipping-events.ts';

const TICK_MS = 50;
const PAUSE_AFTER_FAILURE_MS = 1_000;

/**
 * Moves the parcels and tells of it, until `signal` aborts. Everything it needs to go on is in the store, so a
 * restarted world ships what was booked before. Events go out at least once: a row leaves only when it has been taken.
 */
export async function runCarrierClock(
  outbox: CarrierOutbox,
  publish: PublishShippingEvents,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    try {
      outbox.move(Date.now());
      const sent = await publishWaiting(outbox, publish, signal);
      if (failing && sent > 0) {
        failing = false;
        log.info('shipping events go out again');
      }
      await pause(TICK_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      // Once for an outage, not once a second: at the start the topic may be missing for a while.
      if (!failing) log.warn({ err: error }, 'shipping events cannot be published, trying on');
      failing = true;
      await pause(PAUSE_AFTER_FAILURE_MS, signal);
    }
  }
}

async function publishWaiting(outbox: CarrierOutbox, publish: PublishShippingEvents, signal: AbortSignal) {
  let sent = 0;
  for (;;) {
    const events = outbox.waiting(BATCH_LIMIT);
    if (events.length === 0 || signal.aborted) return sent;
    const taken = await publish(events);
    outbox.published(taken);
    sent += taken.length;
    if (taken.length < events.length) throw new Error(`only ${taken.length} of ${events.length} events were taken`);
  }
}

/** Ends early, and quietly, when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
