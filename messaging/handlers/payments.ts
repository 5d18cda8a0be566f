import { OrderCloudEvent } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { noteHandled, wasHandled } from '../../db/inbox.ts';
import { type PaymentSearch, paymentSearch } from '../../db/payment-searches.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import type { Breaker } from '../breaker.ts';
import type { MessageHandler } from '../port.ts';
import { reading } from '../reading.ts';

const CONSUMER = 'payments';

/** The payment service, as far as this one may ask it: it looks, and moves no money. */
export interface OpenPayments {
  /** The ids of all that holds or took the customer's money for the order. */
  findHeld(search: PaymentSearch): Promise<string[]>;
}

/**
 * `order.shipped` -> the signal `settlePayment`: the workflow takes the money, and nobody else. `order.cancelled` -> a look
 * at the payment service, and the signal `paymentLeftOpen` where it holds something still.
 */
export function paymentsHandler({
  db,
  gateway,
  temporal,
  openPayments,
  provider,
}: {
  db: Db;
  gateway: OrderGateway;
  temporal: Breaker;
  openPayments: OpenPayments;
  provider: Breaker;
}): MessageHandler {
  return reading(OrderCloudEvent, async ({ id, type, subject: orderId }, signal) => {
    if (await wasHandled(db, CONSUMER, id)) return;
    if (type === 'order.shipped') await temporal.run(() => gateway.settle(orderId), signal);
    if (type === 'order.cancelled' && (await isAnythingHeld(orderId, signal))) {
      await temporal.run(() => gateway.paymentLeftOpen(orderId), signal);
    }
    // Both signals change nothing when they come again: this row only saves the calls.
    await noteHandled(db, CONSUMER, id);
  });

  async function isAnythingHeld(orderId: string, signal: AbortSignal): Promise<boolean> {
    const search = await paymentSearch(db, orderId);
    if (search === null) return false;
    const held = await provider.run(() => openPayments.findHeld(search), signal);
    return held.length > 0;
  }
}
