import type { OrderEvent } from '../domain/events.ts';
import { askMove, doneEvent, moveInHand, noteMove, type Retry, spendMove } from '../db/money-moves.ts';
import { readEvents } from '../db/order-events.ts';
import { changeOrder } from '../db/orders.ts';
import { paymentSearch } from '../db/payment-searches.ts';
import type { PaymentRow } from '../db/payments.ts';
import type { Tx } from '../db/client.ts';
import { type MoveKind, needsAttentionFor, type Order, unitsLeftOf } from '../domain/order.ts';
import { isDue, nextMove } from '../domain/money-moves.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import { isLive } from '../domain/states.ts';
import type { ActivityDeps } from './deps.ts';

/** What has shipped is paid for, what is still to ship is held, and what was canceled is neither. Each is safe to run again. */
export function settlingActivities({ db, payments, committed }: ActivityDeps) {
  /**
   * The next move of the order's money, if there is one: the caller asks until there is none.
   * @param retry an operator's: of what was given up
   * @throws `payment_declined`, `refund_failed`, `dependency_unavailable` where trying again cannot help
   */
  async function move(orderId: string, retry: Retry | null = null): Promise<OrderSnapshot> {
    const asked = await askMove(db, orderId, retry);
    const order = asked.move ? await make(asked.move) : asked.order;
    committed(order);
    return snapshotOf(order);
  }

  async function make(asked: PaymentRow): Promise<Order> {
    const { key, orderId, kind, amount, final, capturedBefore, createdAt: since } = asked;
    if (kind === 'authorize') return await authorize(asked);
    const id = asked.intentId;
    if (id === null) throw new RangeError(`${key} is of no authorization`);
    if (kind === 'capture') await payments.capture({ id, key, amount, capturedBefore, final, since });
    if (kind === 'release') await payments.release(id, key);
    if (kind === 'refund') await payments.refund({ id, key, orderId, amount });
    return await noteMove(db, asked, (order) => [doneEvent(asked, order)]);
  }

  async function authorize(asked: PaymentRow): Promise<Order> {
    const { key, orderId, number, amount, currency, method, customerId, createdAt: since } = asked;
    const request = { key, orderId, amount, currency, method, customerId, since, offSession: true };
    const { id, ...terms } = await payments.authorize(request);
    const order = await noteMove(
      db,
      asked,
      (current) => [
        { type: 'payment.authorized', data: { number, amount, ...terms } },
        // It waited for nothing else.
        ...(current.hold?.reason === 'payment_declined'
          ? [{ type: 'order.released', data: { note: null } } as const]
          : []),
      ],
      id,
    );
    if (!isLive(order.status)) await payments.cancel(id, `${orderId}:void:${id}`);
    return order;
  }

  /**
   * A move was given up: the order says so. Where money is missing for what is still to ship, it waits.
   * @param expected what the workflow took it for: by the time that it was made, something else may have been due
   * @param isSpent the payment service has refused it; false where nobody knows what became of it
   */
  async function flag(
    orderId: string,
    error: string,
    expected: MoveKind = 'capture',
    isSpent = true,
  ): Promise<OrderSnapshot> {
    const { order } = await changeOrder(db, orderId, async (current, tx) => {
      const inHand = await moveInHand(tx, current);
      const step = inHand ?? expected;
      const spent = isSpent && (await spendMove(tx, orderId, step));
      const due = isDue(current, step, new Date());
      // Needed by nobody any more, it may have been made all the same.
      const unknown = inHand !== undefined && !spent;
      // Run again after a crash, it finds that nothing was asked since.
      const isNews = spent || !needsAttentionFor(current, step);
      if (!isNews || !(due || unknown)) return [];
      return [failed(step, error), ...(due ? holdUnpaid(current, step, error) : [])];
    });
    committed(order);
    return snapshotOf(order);
  }

  /** An operator has settled it by hand: it is not tried again. */
  async function skip(orderId: string, note: string, step: MoveKind | 'shipment' = 'capture'): Promise<OrderSnapshot> {
    const { order } = await changeOrder(db, orderId, async (current, tx) => {
      if (!needsAttentionFor(current, step)) return [];
      if (step !== 'shipment') await spendMove(tx, orderId, step);
      return [skipped(current, step, note)];
    });
    committed(order);
    return snapshotOf(order);
  }

  return {
    capturePayment: move,
    authorizeRest: move,
    releasePayment: move,
    refundPayment: move,

    flagCapture: flag,
    flagMove: flag,
    skipCapture: skip,
    skipStep: skip,

    /** Somebody found a payment open for a canceled order: where that is so, the order says it. */
    async reportLeftOpen(orderId: string): Promise<OrderSnapshot> {
      const search = await paymentSearch(db, orderId);
      const held = search ? await payments.findHeld(search) : [];
      const { order } = await changeOrder(db, orderId, async (current, tx) => {
        const isKnown = current.status !== 'CANCELED' || needsAttentionFor(current, 'payment');
        if (isKnown || held.length === 0 || (await wasSkipped(tx, orderId))) return [];
        return [{ type: 'payment.left_open', data: { intents: held.length } }];
      });
      committed(order);
      return snapshotOf(order);
    },
  };
}

function failed(step: MoveKind, error: string): OrderEvent {
  return step === 'capture'
    ? { type: 'capture.failed', data: { error } }
    : { type: 'step.failed', data: { step, error } };
}

/** Nothing ships that nobody pays for. */
function holdUnpaid(order: Order, step: MoveKind, error: string): OrderEvent[] {
  const canShip = order.status === 'PROCESSING' || order.status === 'PARTIALLY_SHIPPED';
  if (step !== 'authorize' || !canShip || unitsLeftOf(order) === 0) return [];
  return [{ type: 'order.held', data: { reason: 'payment_declined', note: error, until: null } }];
}

function skipped(order: Order, step: MoveKind | 'shipment', note: string): OrderEvent {
  if (step === 'capture') return { type: 'capture.skipped', data: { note } };
  const given = nextMove({ ...order, attention: [] }, new Date());
  const number = given?.kind === 'release' ? given.number : null;
  return { type: 'step.skipped', data: { step, note, ...(number === null ? {} : { number }) } };
}

/** An operator has answered for what stays. */
async function wasSkipped(tx: Tx, orderId: string): Promise<boolean> {
  const events = await readEvents(tx, orderId);
  return events.some((event) => event.type === 'compensation.skipped' && event.data.step === 'payment');
}
