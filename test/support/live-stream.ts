import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import { TimelineEvent } from '../../contracts/http.ts';

export interface Heard {
  id: number;
  type: string;
  event: TimelineEvent;
  /** From its time to its arrival here, in milliseconds. */
  tookMs: number;
}

/** An order's stream as it comes over the wire. */
export interface Stream {
  status: number;
  headers: IncomingHttpHeaders;
  events: Heard[];
  comments: () => number;
  /** Whether the server ended it well, once it is over. */
  over: Promise<'ended' | 'broken off'>;
  cut: () => void;
  /** For one that is stalled. */
  goOn: () => void;
}

export interface StreamAsk {
  key?: string;
  lastEventId?: number | string;
  query?: string;
  /** Reads nothing from the start, until it goes on. */
  isStalled?: boolean;
}

export async function openStream(port: number, orderId: string, ask: StreamAsk = {}): Promise<Stream> {
  const { key = 'dev-us', lastEventId, query = '', isStalled = false } = ask;
  const opened = Promise.withResolvers<Stream>();
  const outgoing: ClientRequest = request(
    {
      host: '127.0.0.1',
      port,
      path: `/v1/orders/${orderId}/stream${query}`,
      agent: false,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(lastEventId === undefined ? {} : { 'Last-Event-ID': String(lastEventId) }),
      },
    },
    (incoming) => {
      const events: Heard[] = [];
      let comments = 0;
      let text = '';
      const over = Promise.withResolvers<'ended' | 'broken off'>();
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        const blocks = `${text}${chunk}`.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.startsWith('id:')) events.push(heard(block));
          else if (block.startsWith(':')) comments += 1;
        }
      });
      if (isStalled) incoming.pause();
      incoming.on('error', () => undefined);
      incoming.on('close', () => over.resolve(incoming.complete ? 'ended' : 'broken off'));
      opened.resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        events,
        comments: () => comments,
        over: over.promise,
        cut: () => outgoing.destroy(),
        goOn: () => incoming.resume(),
      });
    },
  );
  outgoing.on('error', opened.reject);
  outgoing.end();
  return await opened.promise;
}

function heard(block: string): Heard {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line]));
  const field = (name: string) => fields.get(name)?.slice(name.length + 2) ?? '';
  const event = TimelineEvent.parse(JSON.parse(field('data')));
  return { id: Number(field('id')), type: field('event'), event, tookMs: Date.now() - Date.parse(event.time) };
}
