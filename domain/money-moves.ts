import { expiresSoon, hasExpired, usable } from './authorizations.ts';
import { dueInAll, dueNow } from './charging.ts';
import type { Minor } from './money.ts';
import { type Authorization, heldBy, type MoveKind, needsAttentionFor, type Order } from './order.ts';
import { isLive } from './states.ts';

/** One call to the payment service. */
export interface Move {
  kind: MoveKind;
  amount: Minor;
  /** Which authorization; null for a new one. */
  number: number | null;
  /** Of a capture: nothing more will be taken of that authorization. */
  final: boolean;
  /** Of a refund: the one on record. */
  refundId: string | null;
}

/**
 * What is to be done next with the money of an order that lives, so that in the end what has shipped is captured, what is
 * still to ship is held, nothing else is, and every refund on record is paid. Whatever happens to an order changes what is
 * due, and nobody plans ahead: after each move the next one is asked for, until there is none. What was given up waits for
 * an operator.
 */
export function nextMove(order: Order, now: Date): Move | null {
  return dueMoves(order, now).find((move) => !needsAttentionFor(order, move.kind)) ?? null;
}

/** Whether that is still to be done, given up or not. */
export function isDue(order: Order, kind: MoveKind, now: Date): boolean {
  return dueMoves(order, now).some((move) => move.kind === kind);
}

function dueMoves(order: Order, now: Date): Move[] {
  if (!isLive(order.status)) return [];
  return [capture(order, now), authorize(order, now), release(order, now), refund(order)].filter(
    (move) => move !== null,
  );
}

/** All that is not captured yet is held, so that it can be. */
export function isCovered(order: Order, now: Date): boolean {
  return usable(order.authorizations, now) >= needed(order);
}

function capture(order: Order, now: Date): Move | null {
  const missing = dueNow(order) - order.waived - order.payment.captured;
  const from = order.authorizations.find((one) => heldBy(one) > 0 && !hasExpired(one, now));
  if (missing <= 0 || !from) return null;
  const amount = Math.min(missing, heldBy(from));
  const isAll = amount === needed(order);
  return {
    kind: 'capture',
    amount,
    number: from.number,
    final: isAll || !from.multicapture || from.captures + 1 === MOST_CAPTURES,
    refundId: null,
  };
}

/** Stripe takes an authorization in so many parts at most: the last of them gives back the rest, which is held anew. */
const MOST_CAPTURES = 50;

/** Also in place of one that will expire. */
function authorize(order: Order, now: Date): Move | null {
  const amount = needed(order) - usable(order.authorizations, now);
  return amount <= 0 ? null : { kind: 'authorize', amount, number: null, final: false, refundId: null };
}

/**
 * An authorization that nobody needs any more, all of it: Stripe cannot make one smaller. The one that expires goes first. One
 * that has expired holds nothing any more, needed or not.
 */
function release(order: Order, now: Date): Move | null {
  const held = order.authorizations
    .filter((one) => heldBy(one) > 0)
    .toSorted((a, b) => Number(expiresSoon(b, now)) - Number(expiresSoon(a, now)) || b.number - a.number);
  const spare = held.find((one) => hasExpired(one, now) || usable(without(held, one), now) >= needed(order));
  return spare ? { kind: 'release', amount: heldBy(spare), number: spare.number, final: true, refundId: null } : null;
}

function refund(order: Order): Move | null {
  const open = order.refunds.find(({ status }) => status === 'PENDING');
  const from = order.authorizations.find((one) => one.captured > one.refunded);
  if (!open || !from) return null;
  const amount = Math.min(open.amount - open.refunded, from.captured - from.refunded);
  return { kind: 'refund', amount, number: from.number, final: false, refundId: open.id };
}

/** What has to be held for what is not captured yet. While it is edited, enough for both ends of that. */
function needed(order: Order): Minor {
  return Math.max(0, stillDue(order) - order.waived - order.payment.captured);
}

function stillDue(order: Order): Minor {
  if (!order.edit) return dueInAll(order);
  const known = new Map(order.lines.map((line) => [line.id, line]));
  const lines = order.edit.lines.map((line) => ({ shipped: 0, canceled: 0, ...known.get(line.id), ...line }));
  return Math.max(dueInAll(order), dueInAll({ charges: order.charges, lines }));
}

function without(all: readonly Authorization[], one: Authorization): Authorization[] {
  return all.filter(({ number }) => number !== one.number);
}
