import type { Mailer } from './mailer.ts';

/** Where there is no mail server: the log hears that a message would have gone, and nothing of who it is for. */
export function logMailer(log: (message: { orderId: string; template: string }) => void): Mailer {
  return { send: async ({ orderId, template }) => log({ orderId, template }) };
}
