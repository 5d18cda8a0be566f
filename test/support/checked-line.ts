import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { send } from './http.ts';

/** A line to `target` on which each request is shown to a checker too. */
export interface CheckedLine {
  port: number;
  /** @throws an Error that says what the checker has found wrong since the last time */
  assertNoComplaints(): void;
  close(): Promise<void>;
}

type Whole = { method: string; url: string; headers: Record<string, string>; body: Buffer };

export async function checkedLine(targetPort: number, checkerPort: number): Promise<CheckedLine> {
  let found: string[] = [];
  const check = async ({ method, url, headers, body }: Whole) => {
    const { status, text } = await send(checkerPort, url, { method, headers, body });
    if (status !== 200) found.push(`${method} ${decodeURIComponent(`${url} ${body.toString()}`)}: ${status} ${text}`);
  };
  const server = createServer((incoming, answer) => {
    const pass = async () => {
      const { method = '', url = '' } = incoming;
      const whole = { method, url, headers: flat(incoming.headers), body: await buffer(incoming) };
      await check(whole);
      const answered = await send(targetPort, url, whole);
      const headers = Object.entries(answered.headers).flatMap(([name, value]) => (value ? [[name, value]] : []));
      answer.writeHead(answered.status, Object.fromEntries(headers)).end(answered.text);
    };
    pass().catch(() => answer.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    port: address.port,
    assertNoComplaints() {
      const complaints = found;
      found = [];
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Each once, as Stripe's library sends them; the connection is one of its own. */
function flat(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => name !== 'connection');
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
