import { Readable } from 'node:stream';
import { createTransport, type PluginFunction } from 'nodemailer';
import { z } from 'zod';
import { Unavailable } from '../breaker.ts';
import { type Mailer, MailNotSent, MailRefused } from './mailer.ts';

export interface SmtpSettings {
  /** `smtp://user:password@host:587` (STARTTLS), `smtps://…`; nodemailer's options as its query, of which `requireTLS=false` has it do without TLS. */
  url: string;
  /** `Shop <orders@shop.example>`. */
  from: string;
  /** One message, from the connection to the answer. */
  timeoutMs: number;
}

/** What nodemailer says of a failure; `responseCode` where the server has answered. */
const SmtpFailure = z.object({
  message: z.string(),
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
  permanent: z.boolean().optional(),
});

/** Hands messages to a mail server, which delivers them (RFC 5321). */
export function smtpMailer({ url, from, timeoutMs }: SmtpSettings): Mailer {
  const domain = from.match(/@([^\s>]+)/)?.[1] ?? 'localhost';
  return {
    async send({ id, to, subject, text, language }) {
      let begun = false;
      // Otherwise whoever is between could have the password, and the customer's message, by saying that the server knows no TLS.
      const transport = createTransport({ url, requireTLS: true });
      transport.use(
        'stream',
        noting(() => (begun = true)),
      );
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          textEncoding: 'base64',
          messageId: `<${id}@${domain}>`,
          // RFC 3834: no out-of-office answers.
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
          signal: AbortSignal.timeout(timeoutMs),
        });
      } catch (error) {
        throw inOurWords(error, begun, to);
      }
    },
  };
}

/** Notes when the message itself begins to leave, which is after the server's yes to DATA: nobody reads from it before. */
function noting(note: () => void): PluginFunction {
  return ({ message }, done) => {
    message.processFunc((whole) => {
      async function* noted() {
        note();
        yield* whole;
      }
      return Readable.from(noted());
    });
    done();
  };
}

function inOurWords(error: unknown, begun: boolean, to: string): Error {
  const failure = SmtpFailure.parse(error);
  const { code, command, responseCode, permanent } = failure;
  const reason = `mail server: ${withoutAddress(failure.message, to)}`;
  // The server may have it: its answer got lost.
  if (begun && responseCode === undefined) return new Error(reason);
  const isAboutIt = command === 'RCPT TO' || command === 'DATA';
  const isNoAddress = code === 'EENVELOPE' && responseCode === undefined;
  if (isNoAddress || (isAboutIt && permanent === true)) return new MailRefused(reason);
  if (command === 'RCPT TO') return new MailNotSent(reason);
  // Also where it refuses us, by name or as the sender: all messages wait until somebody has mended that.
  return new Unavailable(reason);
}

/** Servers like to quote the address, in whichever case, and reasons go into logs. */
function withoutAddress(text: string, address: string): string {
  return text.replaceAll(new RegExp(address.replaceAll(/[^\w@]/g, String.raw`\$&`), 'gi'), 'the recipient');
}
