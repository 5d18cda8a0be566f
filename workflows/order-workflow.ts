import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  log,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { isRefusal } from '../domain/errors.ts';
import type { Checkout } from '../domain/gateway.ts';
import type { Address } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';
import { isDecided } from '../domain/states.ts';
import type { Timing } from '../domain/timing.ts';
import { Compensations, type Resolution } from './compensations.ts';
import * as messages from './messages.ts';
import { RunningOrder } from './running-order.ts';
import { causeOf, step } from './steps.ts';

export interface OrderStart {
  orderId: string;
  /** Null when the order has been written: the workflow goes on from Postgres. */
  checkout: Checkout | null;
  timing: Timing;
}

/** An order's whole life: decided, shipped, delivered, until its return window closes; or canceled, all given back. */
export async function OrderWorkflow(start: OrderStart): Promise<string> {
  const saga = new OrderSaga(start);
  saga.listen();
  await CancellationScope.nonCancellable(() => saga.live());
  return saga.order.status;
}

class OrderSaga {
  readonly order: RunningOrder;
  readonly #start: OrderStart;
  readonly #timing: Timing;
  readonly #compensations: Compensations;
  #placing: CancellationScope | null = null;
  #cancelNote: string | null | undefined;
  #settled = false;

  constructor(start: OrderStart) {
    this.#start = start;
    this.#timing = start.timing;
    this.order = new RunningOrder(start.orderId);
    this.#compensations = new Compensations(this.order, start.timing);
  }

  async live(): Promise<void> {
    await this.#decide();
    if (this.order.status !== 'CANCELED') await this.#fulfil();
    if (this.#compensations.paymentUncertain) await this.#lookAgainForPayment();
    await condition(allHandlersFinished);
  }

  // --- the answer ---------------------------------------------------------------------------------------------

  async #decide(): Promise<void> {
    try {
      if (this.#start.checkout === null) await this.#readOrder();
      if (this.order.status === 'NEW' || this.order.status === 'PENDING') {
        await this.#placeInScope();
      } else {
        this.#registerAll();
        await this.#compensations.run();
      }
    } finally {
      this.#settled = true;
    }
  }

  async #placeInScope(): Promise<void> {
    try {
      await CancellationScope.cancellable(async () => {
        this.#placing = CancellationScope.current();
        await this.#place();
      });
    } catch (failure) {
      await this.#compensations.cancel(this.#reasonOf(failure), this.#start.checkout);
    }
  }

  /** Stock and customer side by side, then the payment, then the answer. */
  async #place(): Promise<void> {
    this.#compensations.register('stock');
    await bothSettled(this.#reserveStock(), this.#verifyCustomer());
    this.#compensations.register('payment');
    const intentId = await this.#authorizePayment();
    await this.#confirm(intentId);
  }

  async #reserveStock(): Promise<void> {
    const { checkout, orderId } = this.#start;
    const options = { summary: 'Write the order and reserve its stock', ...this.#within(this.#timing.store) };
    this.order.adopt(await step('placeOrder', options, orderId, checkout));
  }

  async #verifyCustomer(): Promise<void> {
    const { checkout, orderId } = this.#start;
    const customerId = checkout ? checkout.order.customerId : (this.order.snapshot?.customerId ?? null);
    if (customerId === null) return;
    const options = { summary: 'Verify the customer', ...this.#within(this.#timing.verify) };
    await step('verifyCustomer', options, orderId, customerId);
  }

  async #authorizePayment(): Promise<string | null> {
    if (this.order.snapshot?.total === 0) return null;
    const options = { summary: 'Authorize the payment', ...this.#within(this.#timing.authorize) };
    return await step('authorizePayment', options, this.order.id);
  }

  async #confirm(intentId: string | null): Promise<void> {
    const options = { summary: 'Confirm the order', ...this.#within(this.#timing.store) };
    this.order.adopt(await step('confirmOrder', options, this.order.id, intentId));
  }

  async #readOrder(): Promise<void> {
    const options = { summary: 'Go on from the database', attempt: this.#timing.attempt };
    this.order.adopt(await step('readOrder', options, this.order.id));
  }

  #reasonOf(failure: unknown) {
    if (isCancellation(failure) || this.#cancelNote !== undefined) {
      return { reason: 'requested', note: this.#cancelNote ?? null, details: null };
    }
    const cause = causeOf(failure);
    if (isRefusal(cause?.type)) {
      const [details] = cause?.details ?? [];
      return { reason: cause?.type ?? '', note: null, details: { message: cause?.message, ...Object(details) } };
    }
    log.error('a step failed for good', { failure });
    return { reason: 'dependency_unavailable', note: null, details: null };
  }

  // --- the later life -----------------------------------------------------------------------------------------

  async #fulfil(): Promise<void> {
    const over = () => this.order.status === 'DELIVERED' || this.order.status === 'CANCELED';
    await condition(() => over() || workflowInfo().continueAsNewSuggested);
    if (!over()) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof OrderWorkflow>({ ...this.#start, checkout: null });
    }
    if (this.order.status === 'DELIVERED') await sleep(this.#timing.returnWindow);
  }

  /** A call that was given up may have authorized after all. */
  async #lookAgainForPayment(): Promise<void> {
    await sleep(this.#timing.lateCall);
    const options = { summary: 'Look again for a late authorization', attempt: this.#timing.attempt };
    await step('voidLatePayment', options, this.order.id);
  }

  // --- what others say to it ----------------------------------------------------------------------------------

  listen(): void {
    setHandler(messages.orderState, () => this.order.snapshot);
    setHandler(messages.decided, () => shielded(() => this.#decided()));
    setHandler(messages.cancelOrder, (note) => shielded(() => this.#cancel(note)));
    setHandler(messages.changeAddress, (address) => shielded(() => this.#changeAddress(address)));
    setHandler(messages.updateShipment, (update) => shielded(() => this.#recordShipment(update, false)));
    setHandler(messages.shipmentUpdated, (message) =>
      orIgnored('a shipment update', () => this.#recordShipment(message, true)),
    );
    setHandler(messages.resolveCompensation, (resolution) => shielded(() => this.#resolve(resolution)));
    // Whoever cancels the workflow in Temporal's UI cancels the order, where the table allows it.
    void CancellationScope.current().cancelRequested.catch(() =>
      orIgnored('a cancellation in Temporal', () => this.#cancel('canceled in Temporal')),
    );
  }

  async #changeAddress(address: Address): Promise<OrderSnapshot> {
    await condition(() => this.#settled);
    const options = { summary: 'Change the address', attempt: this.#timing.attempt };
    return this.order.adopt(await unwrap(step('changeAddress', options, this.order.id, address)));
  }

  async #resolve(resolution: Resolution): Promise<OrderSnapshot> {
    this.#compensations.resolve(resolution);
    await condition(() => !this.order.snapshot?.openCompensations.includes(resolution.step));
    return await this.#known();
  }

  /** Before the answer it stops the saga, after it the table decides. Canceled again: the order as it is. */
  async #cancel(note: string | null): Promise<OrderSnapshot> {
    if (!this.#settled) this.#cancelNote ??= note;
    this.#placing?.cancel();
    await condition(() => this.#settled);
    if (this.order.status !== 'CANCELED') {
      const request = { reason: 'requested', note, details: null };
      await unwrap(this.#compensations.cancel(request, null));
    }
    return await this.#decided();
  }

  async #recordShipment(message: unknown, keepEarly: boolean) {
    await condition(() => this.#settled);
    const options = { summary: 'Shipment update', attempt: this.#timing.attempt };
    const outcome = await unwrap(step('recordShipment', options, this.order.id, message, keepEarly));
    return { order: this.order.adopt(outcome.order), repeated: outcome.repeated };
  }

  async #decided(): Promise<OrderSnapshot> {
    await condition(() => this.order.snapshot !== null && isDecided(this.order.snapshot.status));
    return await this.#known();
  }

  async #known(): Promise<OrderSnapshot> {
    await condition(() => this.order.snapshot !== null);
    return this.order.snapshot ?? (await this.#known());
  }

  #registerAll(): void {
    this.#compensations.register('stock');
    this.#compensations.register('payment');
  }

  #within(window: number) {
    return { attempt: Math.min(this.#timing.attempt, window), window };
  }
}

/** What was begun for somebody is finished, also when the workflow is canceled meanwhile. */
async function shielded<T>(handle: () => Promise<T>): Promise<T> {
  return await CancellationScope.nonCancellable(handle);
}

/** For messages that nobody waits for: what is refused is logged, and the order lives on. */
async function orIgnored(what: string, handle: () => Promise<unknown>): Promise<void> {
  try {
    await shielded(handle);
  } catch (error) {
    log.warn(`${what} was ignored`, { error });
  }
}

/** Waits for both, also when one fails: no step runs on while its compensation does. */
async function bothSettled(...steps: Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(steps)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

/** A handler fails with the refusal itself, not with the activity that brought it. */
async function unwrap<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (failure) {
    throw causeOf(failure) ?? failure;
  }
}
