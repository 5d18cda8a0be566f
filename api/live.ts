import { OrderVersion } from '../contracts/http.ts';
import type { Db } from '../db/client.ts';
import type { LiveEvents } from '../db/live-events.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { RecordedEvent } from '../domain/events.ts';
import type { Order } from '../domain/order.ts';
import { timelineEvent } from '../domain/timeline.ts';
import type { Audience } from '../domain/view.ts';
import { audienceOf } from './order-answers.ts';
import { readOwn } from './order-in-hand.ts';
import type { Handlers } from './routes.ts';

/** After how long a client comes again whose stream has ended. */
const RETRY_MS = 1000;

export interface StreamDeps {
  db: Db;
  live: LiveEvents;
  /** How long a stream is, in milliseconds. */
  streamMs: number;
}

/** Orders as they change, as server-sent events (the HTML standard, 9.2). */
export function streamHandlers({ db, live, streamMs }: StreamDeps): Pick<Handlers, 'streamOrder'> {
  return {
    async streamOrder({ caller, params, query, header, presence }) {
      const order = await readOwn(db, { caller, params });
      const after = comeTo(order, lastEventId(header('last-event-id')) ?? query.after);
      const end = AbortSignal.any([presence, AbortSignal.timeout(streamMs)]);
      return {
        status: 200,
        headers: {
          'Content-Type': 'text/event-stream',
          'Cache-Control': 'no-cache',
          // Of proxies: nginx would keep events until it has a buffer full of them.
          'X-Accel-Buffering': 'no',
        },
        stream: serverSent(order.id, live.follow(order.id, after, end), audienceOf(caller)),
      };
    },
  };
}

/** @throws OrderSagaError `invalid_request` for a version that the order has not come to: it would leave out what comes before */
export function comeTo({ id, version }: Order, after: number): number {
  if (after <= version) return after;
  throw new OrderSagaError('invalid_request', `Order ${id} is at version ${version} and not at ${after}`, {
    status: 400,
  });
}

/** A client that comes again says by itself what it has; its URL still says what it had at first. */
function lastEventId(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const { success, data } = OrderVersion.safeParse(header);
  if (success) return data;
  throw new OrderSagaError('invalid_request', 'Last-Event-ID: not one of this stream', { status: 400 });
}

async function* serverSent(
  orderId: string,
  pages: AsyncIterable<RecordedEvent[]>,
  audience: Audience,
): AsyncGenerator<string> {
  // At once, so that the client knows that it is there.
  yield `retry: ${RETRY_MS}\n\n`;
  for await (const page of pages) {
    if (page.length === 0) yield ':\n\n';
    for (const event of page) yield serverSentEvent(orderId, event, audience);
  }
}

/** JSON has no line breaks of its own. */
function serverSentEvent(orderId: string, event: RecordedEvent, audience: Audience): string {
  return `id: ${event.version}\nevent: ${event.type}\ndata: ${JSON.stringify(timelineEvent(orderId, event, audience))}\n\n`;
}
