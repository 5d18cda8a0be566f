import type { DeadLetter } from '../../messaging/port.ts';
import { readLetter } from '../dead-letters.ts';
import { jsonText, shortened, table } from './text.ts';

const REASON_WIDTH = 60;

/** A dead letter as an operator sees it; null where nobody knows. */
export function describeLetter(letter: DeadLetter, now = Date.now()) {
  const { id, queue, kind, eventType, storefront, orderId, time, receives, reason, traceId } = readLetter(letter);
  return {
    id,
    queue,
    kind,
    eventType,
    storefront,
    order: orderId,
    time,
    ageSeconds: Math.max(0, Math.round((now - Date.parse(time)) / 1000)),
    receives,
    reason,
    trace: traceId,
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
  return jsonText({ ...describeLetter(letter), body: readLetter(letter).body });
}

function age(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
