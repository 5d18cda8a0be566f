import { z } from 'zod';
import { orderEvent } from '../../contracts/events/order.ts';
import type { Db } from '../../db/client.ts';
import { noteHandled, wasHandled } from '../../db/inbox.ts';
import { claimNotification, releaseNotification, settleNotification } from '../../db/notifications.ts';
import { findOrder } from '../../db/orders.ts';
import { DeadMessage } from '../attempt.ts';
import { type Breaker, Unavailable } from '../breaker.ts';
import { type Mail, type Mailer, MailNotSent, MailRefused } from '../notifications/mailer.ts';
import type { Templates } from '../notifications/templates.ts';
import { mailView, readerOf } from '../notifications/view.ts';
import type { MessageHandler } from '../port.ts';
import { reading } from '../reading.ts';

const CONSUMER = 'notifications';

const Heard = z.discriminatedUnion('type', [
  orderEvent('order.created'),
  orderEvent('order.shipped'),
  orderEvent('order.delivered'),
  orderEvent('order.cancelled'),
]);
type Heard = z.infer<typeof Heard>;

export interface NotificationsDeps {
  db: Db;
  mailer: Mailer;
  templates: Templates;
  smtp: Breaker;
  /** A claim older than that has lost its sender: longer than any message takes. */
  unknownAfterMs: number;
  /** A message that was refused for good, or of which nobody knows whether it was sent. */
  onNotSent: (message: { eventId: string; orderId: string; template: string; state: 'refused' | 'unknown' }) => void;
}

/**
 * What happens to an order -> a message to its customer, never two for one event. A mail server knows no repeats, so each
 * message is claimed in `notifications` before it is sent. It is tried again only where it is sure that it was not sent;
 * a crash or a lost answer in the middle leaves the claim, and the message perhaps unsent: it is noted as `unknown` for an
 * operator to see. The other way round, customers would be told twice whenever a connection breaks at the wrong moment.
 */
export function notificationsHandler(deps: NotificationsDeps): MessageHandler {
  const { db, mailer, smtp, unknownAfterMs } = deps;

  return reading(Heard, async (event, signal) => {
    if (await wasHandled(db, CONSUMER, event.id)) return;
    const mail = await mailOf(event);
    // Claimed anew at each try, and never while it waits for the server to come back.
    if (mail) await smtp.run(() => sendOnce(mail), signal);
    await noteHandled(db, CONSUMER, event.id);
  });

  async function mailOf(event: Heard): Promise<Mail | null> {
    // Refused at the checkout, which has told the customer why: only who was asked for it is told of a cancellation.
    if (event.type === 'order.cancelled' && event.data.cancelReason !== 'requested') return null;
    const order = await findOrder(db, event.subject);
    if (!order) throw new DeadMessage(`there is no order ${event.subject}`);
    if (order.email === null) return null;
    const reader = readerOf(order.storefront, order.locale);
    return {
      id: event.id,
      orderId: order.id,
      template: event.type,
      to: order.email,
      language: reader.language,
      ...deps.templates(reader, event.type, mailView(event.data, order, reader)),
    };
  }

  async function sendOnce(mail: Mail): Promise<void> {
    const { id: eventId, orderId, template } = mail;
    const claim = await claimNotification(db, { eventId, orderId, template });
    if (!claim.mine) {
      if (claim.state !== 'claimed') return;
      if (claim.ageMs < unknownAfterMs) throw new Error(`somebody else is sending the message of ${eventId}`);
      return await giveUp(mail, 'unknown', 'whoever was sending it has gone');
    }
    try {
      await mailer.send(mail);
    } catch (error) {
      if (error instanceof Unavailable || error instanceof MailNotSent) {
        await releaseNotification(db, eventId);
        throw error;
      }
      return await giveUp(mail, error instanceof MailRefused ? 'refused' : 'unknown', String(error));
    }
    await settleNotification(db, eventId, 'sent');
  }

  async function giveUp(
    { id: eventId, orderId, template }: Mail,
    state: 'refused' | 'unknown',
    reason: string,
  ): Promise<void> {
    await settleNotification(db, eventId, state, reason);
    deps.onNotSent({ eventId, orderId, template, state });
  }
}
