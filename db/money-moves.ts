import { and, asc, eq } from 'drizzle-orm';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderEvent } from '../domain/events.ts';
import { type Move, nextMove } from '../domain/money-moves.ts';
import { heldBy, type MoveKind, needsAttentionFor, type Order } from '../domain/order.ts';
import { isLive } from '../domain/states.ts';
import type { Db, Tx } from './client.ts';
import { appendLocked } from './order-events.ts';
import { lockOrder } from './orders.ts';
import { findPayment, IS_LATER, type PaymentRow, paymentKey } from './payments.ts';
import { payments } from './schema.ts';

/** An operator's word that a move which was given up is to be tried again. */
export interface Retry {
  kind: MoveKind;
  note: string;
}

/**
 * The next move of an order's money, stored before it is made: one at a time, and one that was asked for and has no answer
 * yet comes first, with its key, whatever has become of the order since.
 * @throws OrderSagaError `payment_declined` where nobody knows how it could be paid
 */
export async function askMove(
  db: Db,
  orderId: string,
  retry: Retry | null = null,
): Promise<{ order: Order; move: PaymentRow | null }> {
  return await db.transaction(async (tx) => {
    const standing = await lockOrder(tx, orderId);
    const order =
      retry && needsAttentionFor(standing, retry.kind)
        ? await appendLocked(tx, standing, [{ type: 'step.retried', data: { step: retry.kind, note: retry.note } }])
        : standing;
    const asked = await unanswered(tx, orderId);
    const again = firstToMake(order, asked);
    if (again) return { order, move: again };
    const next = nextMove(order, new Date());
    // Another of the same kind would not know what that one has done.
    if (!next || asked.some(({ kind }) => kind === next.kind)) return { order, move: null };
    const move = await intentOf(tx, order, next);
    await tx.insert(payments).values(move);
    return { order, move };
  });
}

/**
 * The payment service has done it: by compare-and-set, as whoever asked twice is answered twice.
 * @param intentId of a new authorization
 */
export async function noteMove(
  db: Db,
  move: PaymentRow,
  events: (order: Order) => OrderEvent[],
  intentId = move.intentId,
): Promise<Order> {
  return await db.transaction(async (tx) => {
    const order = await lockOrder(tx, move.orderId);
    const noted = await settle(tx, move.key, { status: DONE[move.kind], intentId });
    // Canceled meanwhile: what was authorized for it is voided, and nothing else was asked for.
    return noted && isLive(order.status) ? await appendLocked(tx, order, events(order)) : order;
  });
}

/**
 * What was being made when it failed: whoever asked for it may have expected something else.
 * @returns undefined where nothing was asked for, so that nothing was made
 */
export async function moveInHand(tx: Tx, order: Order): Promise<MoveKind | undefined> {
  return firstToMake(order, await unanswered(tx, order.id))?.kind;
}

/** It was refused for good: its key is spent, as Stripe keeps the first answer of a key. */
export async function spendMove(tx: Tx, orderId: string, kind: MoveKind): Promise<boolean> {
  const asked = (await unanswered(tx, orderId)).find((move) => move.kind === kind);
  return asked !== undefined && (await settle(tx, asked.key, { status: 'declined' }));
}

/** There may be several: one that was given up waits for an operator, while others are made. */
async function unanswered(tx: Tx, orderId: string): Promise<PaymentRow[]> {
  return (await laterMoves(tx, orderId)).filter(({ status }) => status === 'asked');
}

function firstToMake(order: Order, asked: readonly PaymentRow[]): PaymentRow | undefined {
  return asked.find(({ kind }) => !needsAttentionFor(order, kind));
}

/** All that was asked for after the order was placed. */
export async function laterMoves(db: Db | Tx, orderId: string): Promise<PaymentRow[]> {
  return await db
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), IS_LATER))
    .orderBy(asc(payments.createdAt), asc(payments.key));
}

/** Every authorization that was ever asked for, the checkout's first. */
export async function authorizationsAsked(db: Db | Tx, orderId: string): Promise<PaymentRow[]> {
  const [first, later] = await Promise.all([findPayment(db, orderId), laterMoves(db, orderId)]);
  return [...(first ? [first] : []), ...later.filter(({ kind }) => kind === 'authorize')];
}

const DONE = { authorize: 'authorized', capture: 'captured', release: 'released', refund: 'refunded' } as const;

async function settle(tx: Tx, key: string, change: Partial<Pick<PaymentRow, 'status' | 'intentId'>>): Promise<boolean> {
  const settled = await tx
    .update(payments)
    .set(change)
    .where(and(eq(payments.key, key), eq(payments.status, 'asked')))
    .returning({ key: payments.key });
  return settled.length > 0;
}

async function intentOf(tx: Tx, order: Order, { kind, amount, number, final, refundId }: Move): Promise<PaymentRow> {
  const first = await findPayment(tx, order.id);
  if (!first) throw new OrderSagaError('payment_declined', 'The order has no payment method');
  const moves = await laterMoves(tx, order.id);
  const known = number === null ? null : await authorizationOf(tx, order, moves, number);
  const count = moves.filter((move) => move.kind === kind).length + (kind === 'authorize' ? 2 : 1);
  return {
    ...first,
    key: paymentKey(order.id, kind, count),
    kind,
    number: number ?? count,
    amount,
    status: 'asked',
    intentId: known?.intentId ?? null,
    final,
    capturedBefore: order.authorizations.find((one) => one.number === number)?.captured ?? 0,
    refundId,
    createdAt: new Date(),
  };
}

async function authorizationOf(tx: Tx, order: Order, moves: PaymentRow[], number: number): Promise<PaymentRow> {
  const row =
    number === 1
      ? await findPayment(tx, order.id)
      : moves.find((move) => move.kind === 'authorize' && move.number === number);
  if (!row?.intentId) throw new RangeError(`authorization ${number} of order ${order.id} has no id`);
  return row;
}

/** What a move has done, as an event. */
export function doneEvent({ kind, number, amount, final, refundId }: PaymentRow, order: Order): OrderEvent {
  const authorization = order.authorizations.find((one) => one.number === number);
  const held = authorization ? heldBy(authorization) : 0;
  switch (kind) {
    case 'capture':
      return { type: 'payment.captured', data: { amount, number, released: final ? held - amount : 0 } };
    case 'release':
      return { type: 'payment.released', data: { amount: held, number } };
    case 'refund':
      return { type: 'payment.refunded', data: { refundId: refundId ?? '', number, amount } };
    case 'authorize':
      throw new RangeError('an authorization has terms of its own');
  }
}
