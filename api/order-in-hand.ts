import type { Db } from '../db/client.ts';
import { findClaim, keepAnswer } from '../db/idempotency.ts';
import { newId } from '../db/ids.ts';
import { isKnown } from '../db/order-events.ts';
import { findOrder } from '../db/orders.ts';
import { ERRORS, OrderSagaError } from '../domain/errors.ts';
import type { KeyedRequest, StoredAnswer } from '../domain/gateway.ts';
import type { Order } from '../domain/order.ts';
import { type Caller, ownOrder } from './caller.ts';
import { assertMatching, oneAtATime } from './conditional.ts';
import { assertSameBody, claimFor } from './idempotency.ts';
import type { Answer } from './routes.ts';

interface OrderCall {
  caller: Caller;
  params: { id: string };
  header: (name: string) => string | undefined;
  setHeader: (name: string, value: string) => void;
  keyed: KeyedRequest | null;
}

/** An order that is about to change. */
export interface OrderInHand {
  order: Order;
  /** The change's own: the same for the same Idempotency-Key. */
  id: string;
  /** The same key has done it before. */
  isDone: boolean;
}

interface Checks {
  /** @throws OrderSagaError what makes the change impossible from the start */
  check?: (order: Order) => void;
  /** Whether it has happened, of a change that was begun under the same key; by default, whether its id is on record. */
  isDone?: (order: Order, id: string) => boolean | Promise<boolean>;
}

/** The order that the path names. @throws OrderSagaError `not_found`, also for another storefront's */
export async function readOwn(
  db: Db,
  { caller, params: { id } }: Pick<OrderCall, 'caller' | 'params'>,
): Promise<Order> {
  return ownOrder(caller, await findOrder(db, id), id);
}

/**
 * Where every change begins and is answered. A repeat of what is done passes the checks: it must not fail on what it has changed
 * itself. A key is claimed after them, so that a request that is refused here does not use it up; and flushed, as the change
 * may live on in Temporal where a crash of the database loses what was not. What the change comes to is kept under its key
 * and said again, to the byte, with `Idempotent-Replayed: true`; what is not decided is not kept.
 * @throws OrderSagaError `not_found`, `version_mismatch` (RFC 9110, If-Match), `idempotency_key_reused`; for a repeat,
 *   `idempotency_in_progress` where the deadline passes before there is an answer
 */
export async function changing(
  db: Db,
  call: OrderCall,
  change: (inHand: OrderInHand) => Promise<Answer>,
  checks: Checks = {},
): Promise<Answer> {
  if (call.header('if-match') === undefined) return await changeOnce(db, call, change, checks);
  const { id } = await readOwn(db, call);
  // A repeat takes the place of what it repeats.
  const holder = call.keyed ? `${call.keyed.scope} ${call.keyed.key}` : newId();
  return await oneAtATime(db, { orderId: id, holder }, () => changeOnce(db, call, change, checks));
}

async function changeOnce(
  db: Db,
  call: OrderCall,
  change: (inHand: OrderInHand) => Promise<Answer>,
  { check, isDone = (order, id) => isKnown(db, order.id, id) }: Checks,
): Promise<Answer> {
  const { keyed } = call;
  const order = await readOwn(db, call);
  const assertPossible = () => {
    assertMatching(call.header('if-match'), order);
    check?.(order);
  };
  const own = newId();
  if (!keyed) {
    assertPossible();
    return await change({ order, id: own, isDone: false });
  }
  const standing = await findClaim(db, keyed);
  if (standing) assertSameBody(standing, keyed);
  if (standing?.answer) return sayAgain(call, standing.answer);
  const isThere = standing !== undefined && (await isDone(order, standing.orderId));
  if (!isThere) assertPossible();
  const { orderId: id } = standing ?? (await claimFor(db, keyed, own));
  const isRepeat = id !== own;
  const outcome = await outcomeOf(() => change({ order, id, isDone: isThere }));
  if ('status' in outcome && outcome.status === 202) {
    if (isRepeat) throw new OrderSagaError('idempotency_in_progress', undefined, { orderId: order.id });
    return answerFrom(outcome);
  }
  const kept = (await keepAnswer(db, keyed, outcome)) ?? outcome;
  return isRepeat ? sayAgain(call, kept) : answerFrom(kept);
}

/** Refusals that another try under the same key would not change. */
const DECIDED: readonly number[] = [402, 409, 422];

/** @throws whatever is not decided */
async function outcomeOf(change: () => Promise<Answer>): Promise<StoredAnswer> {
  try {
    const { status, headers = {}, body } = await change();
    return { status, headers, body: JSON.stringify(body) };
  } catch (error) {
    const isDecided =
      error instanceof OrderSagaError &&
      error.code !== 'invalid_request' &&
      DECIDED.includes(ERRORS[error.code].status);
    if (!isDecided) throw error;
    return { refused: error.code, message: error.message, details: error.details };
  }
}

export function sayAgain({ setHeader }: Pick<OrderCall, 'setHeader'>, stored: StoredAnswer): Answer {
  setHeader('Idempotent-Replayed', 'true');
  return answerFrom(stored);
}

/** @throws OrderSagaError the refusal */
function answerFrom(stored: StoredAnswer): Answer {
  if ('refused' in stored) throw new OrderSagaError(stored.refused, stored.message, stored.details);
  return { ...stored, body: JSON.parse(stored.body) };
}
