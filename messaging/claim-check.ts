import { z } from 'zod';
import { DeadMessage } from './attempt.ts';
import { byteSize } from './batches.ts';
import type { Breaker } from './breaker.ts';
import { jsonOf } from './json.ts';
import type { IncomingMessage, MessagingService, OutgoingMessage, PublishOutcome } from './port.ts';
import type { TopicName } from './topology.ts';

/** Keeps what is too large for a message. */
export interface ClaimStore {
  /**
   * The same key again is the same thing: an event that is published again.
   * @returns the reference that leads to it
   */
  put(key: string, data: string): Promise<string>;
  /**
   * @throws DeadMessage for a reference that is not one of ours, or leads nowhere
   * @throws Unavailable while the store is away
   */
  get(reference: string): Promise<string>;
  /** Those that are not there are gone as well. */
  drop(keys: readonly string[]): Promise<void>;
}

export interface ClaimSettings {
  /** A message above this leaves its data in the store. Body and attributes, in UTF-8. */
  maxBytes: number;
  /** Around the store: while it is away, messages that need it wait in hand. */
  breaker: Breaker;
}

const SILENCE: PublishOutcome = { taken: false, reason: 'nothing was said of it' };

/** Members stay in their places: what comes out is to the byte what went in, where `data` is the last, as in ours. */
const Members = z.record(z.string(), z.unknown());
const Large = z.object({ id: z.string().min(1), time: z.iso.datetime({ offset: true }) });
const ByReference = z.object({ dataref: z.string(), data: z.never().optional() });

/**
 * The port with claim checks, by CloudEvents' extension `dataref`: of an event that is too large, `data` goes into the
 * store and the message has the rest of it, with the reference. Handlers get the whole event and know nothing of it.
 */
export function withClaimCheck(
  messaging: MessagingService,
  store: ClaimStore,
  { maxBytes, breaker }: ClaimSettings,
): MessagingService {
  /** The message as it can be sent, or why it can't. */
  async function checkIn(message: OutgoingMessage): Promise<OutgoingMessage | { taken: false; reason: string }> {
    const event = jsonOf(message.body);
    const large = Large.safeParse(event).data;
    const { data, ...envelope } = Members.safeParse(event).data ?? {};
    if (!large || data === undefined) {
      return { taken: false, reason: `above ${maxBytes} bytes, and no CloudEvent with data` };
    }
    try {
      const dataref = await store.put(keyOf(large), JSON.stringify(data));
      return { ...message, body: JSON.stringify({ ...envelope, dataref }) };
    } catch (error) {
      return { taken: false, reason: `its data was not stored: ${String(error)}` };
    }
  }

  async function publishLarge(
    topic: TopicName,
    messages: readonly OutgoingMessage[],
    notAfter?: number,
  ): Promise<PublishOutcome[]> {
    const checked = await Promise.all(messages.map(checkIn));
    const sent = checked.filter((one) => 'body' in one);
    const outcomes = (await messaging.publish(topic, sent, notAfter)).values();
    return checked.map((one) => ('body' in one ? (outcomes.next().value ?? SILENCE) : one));
  }

  async function wholeOf(message: IncomingMessage, signal: AbortSignal): Promise<IncomingMessage> {
    // Most have none, and are not read twice for it.
    if (!message.body.includes('"dataref"')) return message;
    const event = jsonOf(message.body);
    const reference = ByReference.safeParse(event).data?.dataref;
    if (reference === undefined) return message;
    const { dataref: _followed, ...envelope } = Members.parse(event);
    const data = jsonOf(await breaker.run(() => store.get(reference), signal));
    if (data === undefined) throw new DeadMessage(`its data at ${reference} is no JSON`);
    return { ...message, body: JSON.stringify({ ...envelope, data }) };
  }

  return {
    async publish(topic, messages, notAfter) {
      const isLarge = messages.map((message) => byteSize(message) > maxBytes);
      if (!isLarge.includes(true)) return await messaging.publish(topic, messages, notAfter);
      const of = (large: boolean) => messages.filter((_, index) => isLarge[index] === large);
      // What is small does not wait for the store.
      const [small, large] = await Promise.all([
        messaging.publish(topic, of(false), notAfter),
        publishLarge(topic, of(true), notAfter),
      ]);
      const [ofSmall, ofLarge] = [small.values(), large.values()];
      return isLarge.map((one) => (one ? ofLarge : ofSmall).next().value ?? SILENCE);
    },
    subscribe: async (queue, handler) =>
      await messaging.subscribe(queue, async (message, signal) => handler(await wholeOf(message, signal), signal)),
    depth: async (queue) => await messaging.depth(queue),
    deadLetters: messaging.deadLetters,
  };
}

/** By day, so that people find their way; by the event's id, so that it is put there once. */
export function keyOf({ id, time }: { id: string; time: string }): string {
  return `${time.slice(0, 10).replaceAll('-', '/')}/${encodeURIComponent(id)}.json`;
}
