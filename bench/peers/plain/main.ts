import pRetry, { AbortError } from 'p-retry';
import type { Checkout } from '../../../domain/gateway.ts';
import { serveDoor } from '../shared/door.ts';
import { connectPools, onStop, readEnvironment } from '../shared/env.ts';
import { FIRST_PAUSE_MS, PAUSE_FACTOR, PROVIDER_ATTEMPTS } from '../shared/patience.ts';
import { isDecline } from '../shared/outcome.ts';
import { cancel, connectOutside, type Outcome, Refusal } from '../shared/work.ts';
import { placePaid } from './place.ts';

/*
 * Floor 1: what the work itself costs. Express and postgres.js, no durable engine: the customer is verified, the payment
 * authorized, and then one transaction (a single statement) checks and writes everything.
 *
 * It loses orders when it is killed. Until that transaction nothing says that there is an order: what was authorized
 * stays authorized, and nobody goes on with it, unless the client comes again with the same key. Nobody voids it either
 * where stock ran out afterwards and the process dies in between.
 */
const environment = readEnvironment();
const { sql, door: doorSql, close } = connectPools(environment);
const outside = connectOutside(environment);

/** Orders in hand: the same key again, at the same time, waits for the first. */
const inHand = new Map<string, Promise<Outcome>>();

const door = await serveDoor({
  port: environment.PORT,
  sql: doorSql,
  place: (checkout) => {
    const { id } = checkout.order;
    const running = inHand.get(id) ?? place(checkout).finally(() => inHand.delete(id));
    inHand.set(id, running);
    return running;
  },
});
onStop(async () => {
  await door.close();
  await close();
});

async function place(checkout: Checkout): Promise<Outcome> {
  let intentId: string | null;
  try {
    await patiently(() => outside.verifyCustomer(checkout));
    intentId = await patiently(() => outside.authorize(checkout));
  } catch (error) {
    return await refuse(checkout, error instanceof Refusal ? error.code : 'dependency_unavailable');
  }
  try {
    return await placePaid(sql, checkout, intentId);
  } catch (error) {
    // Whether a commit that broke off took place is not known: nothing is voided then, and the key may come again.
    if (!(error instanceof Refusal)) throw error;
    return await refuse(checkout, error.code);
  }
}

async function refuse(checkout: Checkout, reason: Refusal['code']): Promise<Outcome> {
  const leftNothing = isDecline(reason) || reason === 'customer_rejected';
  if (!leftNothing) await patiently(() => outside.voidPayment(checkout));
  return await cancel(sql, checkout, reason);
}

async function patiently<Result>(call: () => Promise<Result>): Promise<Result> {
  const attempt = async () => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof Refusal ? new AbortError(error) : error;
    }
  };
  return await pRetry(attempt, {
    retries: PROVIDER_ATTEMPTS - 1,
    minTimeout: FIRST_PAUSE_MS,
    factor: PAUSE_FACTOR,
  });
}
