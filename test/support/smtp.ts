import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** A mail as it came over the wire. */
export interface ReceivedMail {
  to: string[];
  headers: Map<string, string>;
  subject: string;
  text: string;
}

/** What the server answers: nothing is a yes, `hang` no answer at all. */
export type SmtpAnswer = { code: number; text: string } | 'hang' | null;

export interface SmtpWorld {
  url: string;
  port: number;
  received: ReceivedMail[];
  /** Asked at each step, with the recipient where there is one. */
  answer: (step: 'MAIL FROM' | 'RCPT TO' | 'DATA', to: string) => SmtpAnswer;
  stop(): Promise<void>;
}

function reply(answer: SmtpAnswer, done: (error?: Error) => void): void {
  if (answer === 'hang') return;
  done(answer === null ? undefined : Object.assign(new Error(answer.text), { responseCode: answer.code }));
}

/** A real mail server, which keeps what it has said yes to. */
export async function startSmtp(port = 0): Promise<SmtpWorld> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onMailFrom: (_address, _session, done) => reply(world.answer('MAIL FROM', ''), done),
    onRcptTo: ({ address }, _session, done) => reply(world.answer('RCPT TO', address), done),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        const answer = world.answer('DATA', to[0] ?? '');
        if (answer === null) world.received.push(parsed(to, Buffer.concat(chunks).toString()));
        reply(answer, done);
      });
    },
  });
  // Clients that are killed in the middle.
  server.on('error', () => undefined);
  const listener = server.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  const world: SmtpWorld = {
    url: `smtp://127.0.0.1:${address.port}?requireTLS=false`,
    port: address.port,
    received: [],
    answer: () => null,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return world;
}

function parsed(to: string[], raw: string): ReceivedMail {
  const [head = '', body = ''] = raw.split('\r\n\r\n', 2);
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const [name = '', ...rest] = line.split(': ');
      return [name.toLowerCase(), rest.join(': ')];
    }),
  );
  const text = Buffer.from(body, 'base64').toString();
  return { to, headers, subject: decoded(headers.get('subject') ?? ''), text };
}

/** RFC 2047. */
function decoded(header: string): string {
  return header
    .replaceAll(/\?= +=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_word, encoding: string, text: string) =>
      encoding.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString()
        : decodeURIComponent(text.replaceAll('_', ' ').replaceAll('%', '%25').replaceAll('=', '%')),
    );
}
