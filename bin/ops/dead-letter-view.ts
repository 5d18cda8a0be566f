import { z } from 'zod';
import { jsonOf } from '../../messaging/json.ts';
import type { DeadLetter } from '../../messaging/port.ts';
import { jsonText, shortened, table } from './text.ts';

/** What its body says of itself, as far as it can be read. */
const Event = z
  .object({
    type: z.string().optional(),
    subject: z.string().optional(),
    storefront: z.string().optional(),
    traceparent: z.string().optional(),
  })
  .catch({});

const REASON_WIDTH = 60;

/** A dead letter as an operator sees it; null where nobody knows. */
export function describeLetter({ body, reason, receives, ...letter }: DeadLetter, now = Date.now()) {
  const event = Event.parse(jsonOf(body));
  return {
    id: letter.id,
    queue: letter.queue,
    kind: letter.kind,
    eventType: letter.eventType || (event.type ?? null),
    storefront: letter.storefront || (event.storefront ?? null),
    order: event.subject ?? null,
    time: letter.time,
    ageSeconds: Math.max(0, Math.round((now - Date.parse(letter.time)) / 1000)),
    receives,
    reason,
    // W3C Trace Context: version, trace, span, flags.
    trace: event.traceparent?.split('-')[1] ?? null,
  };
}

export function lettersTable(letters: readonly DeadLetter[]): string {
  const rows = letters.map((letter) => {
    const { id, queue, kind, eventType, storefront, order, ageSeconds, receives, reason, trace } =
      describeLetter(letter);
    const why = reason && shortened(reason, REASON_WIDTH);
    return [id, queue, kind, eventType, storefront, order, age(ageSeconds), receives, why, trace];
  });
  return table(['id', 'queue', 'kind', 'event', 'storefront', 'order', 'age', 'receives', 'reason', 'trace'], rows);
}

/** All of it, as JSON. */
export function letterInFull(letter: DeadLetter): string {
  const body = jsonOf(letter.body) ?? letter.body;
  return jsonText({ ...describeLetter(letter), body });
}

function age(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
