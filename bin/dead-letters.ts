import { z } from 'zod';
import type { DeadLetterInFull } from '../contracts/http-dead-letters.ts';
import type { DeadLetterBox } from '../domain/dead-letters.ts';
import { jsonOf } from '../messaging/json.ts';
import type { DeadLetter, DeadLetters } from '../messaging/port.ts';
import { QUEUE_NAMES } from '../messaging/topology.ts';

/** What its body says of itself, as far as it can be read. */
const Event = z
  .object({
    type: z.string().optional(),
    subject: z.string().optional(),
    storefront: z.string().optional(),
    traceparent: z.string().optional(),
  })
  .catch({});

/** A dead letter as people see it; null where nobody knows. */
export function readLetter({ id, queue, kind, time, body, reason, receives, ...sent }: DeadLetter): DeadLetterInFull {
  const event = Event.parse(jsonOf(body));
  return {
    id,
    queue,
    kind,
    eventType: sent.eventType || (event.type ?? null),
    storefront: sent.storefront || (event.storefront ?? null),
    orderId: event.subject ?? null,
    reason,
    receives,
    // W3C Trace Context: version, trace, span, flags.
    traceId: event.traceparent?.split('-')[1] ?? null,
    time,
    body: jsonOf(body) ?? body,
  };
}

/** Dead letters for the API. */
export function deadLetterBox(dead: DeadLetters): DeadLetterBox {
  return {
    queues: QUEUE_NAMES,
    list: async (queue) => (await dead.list(theQueue(queue))).map((letter) => readLetter(letter)),
    redrive: async (queue, id) => (await dead.redrive(theQueue(queue), [id])) > 0,
    drop: async (queue, id) => (await dead.drop(theQueue(queue), [id])) > 0,
  };
}

function theQueue(name: string) {
  const queue = QUEUE_NAMES.find((one) => one === name);
  if (queue === undefined) throw new RangeError(`there is no queue ${name}`);
  return queue;
}
