import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, parsed } from './http.ts';

/** Says these bytes to a port, a piece at a time, and reads what comes until the other side hangs up. */
export async function say(port: number, pieces: readonly string[], everyMs = 0): Promise<Answer> {
  const socket = connect({ port, host: '127.0.0.1' });
  const { promise, resolve } = Promise.withResolvers<string>();
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  // A reset after the answer says no more than its end.
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(Buffer.concat(heard).toString()));
  for (const piece of pieces) {
    if (socket.destroyed) break;
    socket.write(Buffer.from(piece, 'latin1'));
    if (everyMs > 0) await sleep(everyMs);
  }
  return answerOf(await promise);
}

/** The first answer of what was heard. */
function answerOf(heard: string): Answer {
  const [head = '', text = ''] = heard.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  return {
    status: Number(first.split(' ')[1] ?? 0),
    headers: Object.fromEntries(headers),
    body: parsed(text),
    text,
  };
}
