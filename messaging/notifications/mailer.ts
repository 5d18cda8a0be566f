/** A message to a customer, as text. */
export interface Mail {
  /** The event's: the message's own id comes of it, the same at every try. */
  id: string;
  orderId: string;
  /** The event's type. */
  template: string;
  to: string;
  subject: string;
  text: string;
  /** ISO 639. */
  language: string;
}

/** The way to customers. */
export interface Mailer {
  /**
   * Resolves once somebody else answers for the message.
   * @throws Unavailable (breaker.ts) and MailNotSent when it is sure that it was not sent: it may be tried again;
   * MailRefused when it never will be. Anything else leaves it open whether it was sent
   */
  send(mail: Mail): Promise<void>;
}

/** Not sent, and only this one: a later try may succeed. */
export class MailNotSent extends Error {
  override readonly name = 'MailNotSent';
}

/** Not sent, and no later try will: no such mailbox, or a message that its server does not take. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}
