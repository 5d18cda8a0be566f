import { status as grpc } from '@grpc/grpc-js';
import {
  type Client,
  isGrpcServiceError,
  NamespaceNotFoundError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import {
  ApplicationFailure,
  type SearchAttributePair,
  TypedSearchAttributes,
  type UpdateDefinition,
} from '@temporalio/common';
import pRetry from 'p-retry';
import type { Db } from '../db/client.ts';
import { isKnown } from '../db/order-events.ts';
import { findOrder, theOrder } from '../db/orders.ts';
import { ensureWritten } from '../db/placing.ts';
import { isErrorCode, OrderSagaError } from '../domain/errors.ts';
import type { Checkout, Decision, OrderGateway, OrderRequests } from '../domain/gateway.ts';
import { formatTotal } from '../domain/money.ts';
import type { Order } from '../domain/order.ts';
import type { OrderSnapshot } from '../domain/snapshot.ts';
import { hasAnswer, type OrderStatus as OrderStatusName } from '../domain/states.ts';
import { STOREFRONTS } from '../domain/storefronts.ts';
import { defaultTiming, type Timing } from '../domain/timing.ts';
import { inTraceOf } from '../telemetry/order-trace.ts';
import * as messages from '../workflows/messages.ts';
import type { OrderWorkflow } from '../workflows/order-workflow.ts';
import type { OrderStart } from '../workflows/running-order.ts';
import { NeedsAttention, OrderStatus, Storefront } from '../workflows/search-attributes.ts';
import type { Admission, Place } from './admission.ts';
import type { KnownBuildIds } from './build-ids.ts';
import { type Decisions, within } from './decisions.ts';
import type { HeadStart } from './head-start.ts';

export const TASK_QUEUE = 'orders';

export interface GatewayDeps {
  client: Client;
  db: Db;
  decisions: Decisions;
  admission: Admission;
  buildIds: KnownBuildIds;
  headStart: HeadStart;
  /**
   * True where a worker shares the client's connection: the workflow starts in this process (eager start) and its
   * commit wakes the request. Otherwise the answer comes by Update-with-Start, which excludes eager start.
   */
  sharesWorker: boolean;
  deadlineMs: number;
  timing: Partial<Timing>;
}

/** Reaches running orders through Temporal. */
export function orderGateway(deps: GatewayDeps): OrderGateway {
  const { client, db, decisions, admission, buildIds, headStart, deadlineMs } = deps;

  function startOptions(
    { id: orderId, storefront }: Pick<Order, 'id' | 'storefront'>,
    status: OrderStatusName,
    checkout: Checkout | null,
    summary: string,
    attributes: SearchAttributePair[] = [],
  ) {
    const timing = { ...defaultTiming(STOREFRONTS[storefront]), ...deps.timing };
    const start: OrderStart = { orderId, checkout, timing, takesTurns: true };
    return {
      workflowId: workflowId(orderId),
      taskQueue: TASK_QUEUE,
      args: [start] as [OrderStart],
      staticSummary: summary,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: Storefront, value: storefront },
        { key: OrderStatus, value: status },
        { key: NeedsAttention, value: false },
        ...attributes,
      ]),
      workflowIdConflictPolicy: 'USE_EXISTING' as const,
      // For what passes Temporal's own queues; `admission` is for what does not.
      priority: { fairnessKey: storefront, fairnessWeight: STOREFRONTS[storefront].weight },
    };
  }

  /** A first start; an order whose workflow has ended is not started again. */
  function firstStart(checkout: Checkout, status: OrderStatusName, attributes?: SearchAttributePair[]) {
    const { storefront, lines, total, currency } = checkout.order;
    const summary = `${storefront}: ${lines.length} line(s), ${formatTotal(total, currency)}`;
    return {
      ...startOptions(checkout.order, status, checkout, summary, attributes),
      workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    };
  }

  /** A start from Postgres, for an order whose workflow has ended or is gone. */
  function restart(order: Order) {
    return {
      ...startOptions(order, order.status, null, `${order.storefront}: going on from the database`),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    };
  }

  async function placeEagerly(checkout: Checkout): Promise<Order | null> {
    const { id, storefront } = checkout.order;
    // Once more: of those that come at once, all are let in at the door.
    if (admission.isFull(storefront)) throw new OrderSagaError('overloaded');
    const until = Date.now() + deadlineMs;
    const turn = admission.turn(id, storefront);
    const place = await within(deadlineMs, turn);
    if (place) return await takeUp(checkout, place, until - Date.now());
    // Its request is answered 202 by then. Should this process die before the turn comes, reconciliation finds the order.
    void turn.then((late) => takeUp(checkout, late, deadlineMs)).catch(() => undefined);
    return null;
  }

  /** An order whose turn has come; it leaves once it is decided, or after `ms`. */
  async function takeUp(checkout: Checkout, place: Place, ms: number): Promise<Order | null> {
    const { id } = checkout.order;
    const waiting = decisions.expect(id);
    try {
      const { eagerlyStarted } = await buildIds.start((attributes) =>
        client.workflow.start<typeof OrderWorkflow>('OrderWorkflow', {
          // An eager start has its decision in its first task: shown as it mostly ends, it need not be shown twice. Where it
          // ends otherwise, or has not ended, the workflow says so.
          ...firstStart(checkout, 'PROCESSING', attributes),
          requestEagerStart: true,
        }),
      );
      if (eagerlyStarted) headStart.begin(checkout);
      // Not taken up here: there before, or somewhere else.
      else admission.leave(place);
      return await waiting.within(Math.max(0, ms));
    } finally {
      waiting.end();
      void headStart.caughtUp(id).then(() => admission.leave(place));
    }
  }

  async function placeByUpdate(checkout: Checkout): Promise<Order | null> {
    const startWorkflowOperation = new WithStartWorkflowOperation<typeof OrderWorkflow>(
      'OrderWorkflow',
      firstStart(checkout, 'PENDING'),
    );
    const decided = client.workflow.executeUpdateWithStart(messages.decided, { startWorkflowOperation });
    return (await within(deadlineMs, decided)) && (await findOrder(db, checkout.order.id));
  }

  /** Sends an update, starting the workflow again where it has ended; null when it takes longer than the deadline. */
  async function update<Result, Arg>(
    orderId: string,
    definition: UpdateDefinition<Result, [Arg]>,
    arg: Arg,
  ): Promise<Result | null> {
    const send = async (): Promise<Result> => {
      try {
        return await client.workflow.getHandle(workflowId(orderId)).executeUpdate(definition, { args: [arg] });
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        const startWorkflowOperation = new WithStartWorkflowOperation<typeof OrderWorkflow>(
          'OrderWorkflow',
          restart(await theOrder(db, orderId)),
        );
        return await client.workflow.executeUpdateWithStart(definition, { startWorkflowOperation, args: [arg] });
      }
    };
    const untilHeard = () => pRetry(send, { ...UNTIL_HEARD, maxRetryTime: deadlineMs });
    return await within(deadlineMs, inTraceOf(orderId, `update ${definition.name}`, untilHeard));
  }

  /** Sends a signal, starting the workflow again where it has ended. */
  async function signal(orderId: string, { name }: { name: string }, ...signalArgs: unknown[]): Promise<void> {
    await inTraceOf(orderId, `signal ${name}`, async () => {
      try {
        await client.workflow.getHandle(workflowId(orderId)).signal(name, ...signalArgs);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        const options = { ...restart(await theOrder(db, orderId)), signal: name, signalArgs };
        await client.workflow.signalWithStart<typeof OrderWorkflow, unknown[]>('OrderWorkflow', options);
      }
    });
  }

  async function inTime<Result, Arg>(orderId: string, definition: UpdateDefinition<Result, [Arg]>, arg: Arg) {
    const result = await update(orderId, definition, arg);
    if (result === null) {
      throw new OrderSagaError('dependency_unavailable', 'The order did not answer in time', { orderId });
    }
    return result;
  }

  async function decision(orderId: string, result: unknown): Promise<Decision> {
    return { order: await theOrder(db, orderId), decided: result !== null };
  }

  const gateway: OrderGateway = {
    async place(checkout) {
      const { id } = checkout.order;
      try {
        const placing = () => (deps.sharesWorker ? placeEagerly(checkout) : placeByUpdate(checkout));
        const order = await inTraceOf(id, 'place', placing);
        if (order) return { order, decided: true };
      } catch (error) {
        // Its workflow has ended, so it is decided.
        if (error instanceof WorkflowExecutionAlreadyStartedError)
          return { order: await theOrder(db, id), decided: true };
        throw error;
      }
      // Its workflow may not have come to it yet; from here on it can be read.
      const standing = await findOrder(db, id);
      if (standing) return { order: standing, decided: hasAnswer(standing.status) };
      await ensureWritten(db, checkout);
      return { order: await theOrder(db, id), decided: false };
    },
    cancel: async (orderId, note) => await decision(orderId, await update(orderId, messages.cancelOrder, note)),
    async changeAddress(orderId, address) {
      await inTime(orderId, messages.changeAddress, address);
      return await theOrder(db, orderId);
    },
    async ship(orderId, parcel) {
      const { repeated } = await inTime(orderId, messages.updateShipment, { ...parcel, type: 'shipped' });
      return { order: await theOrder(db, orderId), repeated };
    },
    async deliver(orderId, parcel) {
      const { repeated } = await inTime(orderId, messages.updateShipment, { ...parcel, type: 'delivered' });
      return { order: await theOrder(db, orderId), repeated };
    },
    shipmentUpdated: (orderId, message) => signal(orderId, messages.shipmentUpdated, message),
    async change(orderId, name, id, request) {
      const result = await update(orderId, CHANGE_UPDATES[name], { ...request, id });
      const order = await theOrder(db, orderId);
      // The money may take its time; what was asked for is on record, or is not. What ends an order is not, by its id.
      const isEnding = ENDINGS.includes(name) && order.status === 'CANCELING';
      if (result === null && !isEnding && !(await isKnown(db, orderId, id))) {
        throw new OrderSagaError('dependency_unavailable', 'The order did not answer in time', { orderId });
      }
      return order;
    },
    stockArrived: (orderId) => signal(orderId, messages.stockArrived),
    settle: (orderId) => signal(orderId, messages.settlePayment),
    paymentLeftOpen: (orderId) => signal(orderId, messages.paymentLeftOpen),
    resolve: async (orderId, step, action, note) =>
      await decision(orderId, await update(orderId, messages.resolveCompensation, { step, action, note })),
    async resume(orderId) {
      const order = await theOrder(db, orderId);
      const place = await admission.turn(orderId, order.storefront);
      try {
        await client.workflow.start<typeof OrderWorkflow>('OrderWorkflow', restart(order));
      } finally {
        admission.leave(place);
      }
    },
  };
  return withNamedErrors(gateway);
}

/** A run that ended before it could answer has left it to the next one: every update can be repeated. */
const UNTIL_HEARD = {
  retries: Infinity,
  minTimeout: 50,
  maxTimeout: 500,
  shouldRetry: ({ error }: { error: unknown }) => isOfEndingRun(error),
};

function isOfEndingRun(error: unknown): boolean {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (cause instanceof ApplicationFailure) return ENDING_RUN.includes(cause.type ?? '');
  // Its last task failed, as something came while it was ending; that is done again.
  const answer = [error, Object(error).cause].find((one) => isGrpcServiceError(one));
  return answer?.code === grpc.FAILED_PRECONDITION && /workflow task/i.test(answer.message);
}

/** Of the workflow itself, and of Temporal where it did not come to it, or came no further. */
const ENDING_RUN = ['GoesOn', 'UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow'];

const CHANGE_UPDATES: Record<keyof OrderRequests, UpdateDefinition<OrderSnapshot, [change: unknown]>> = {
  ...messages.CHANGES,
  rejectOrder: messages.rejectOrder,
  editOrder: messages.editOrder,
};

/** What may come to a cancellation of the whole order. */
const ENDINGS: (keyof OrderRequests)[] = ['cancelLine', 'rejectOrder'];

export function workflowId(orderId: string): string {
  return `order-${orderId}`;
}

export function orderIdOf(workflow: string): string {
  return workflow.replace(/^order-/, '');
}

/** What Temporal throws, by the codes of domain/errors.ts. */
function withNamedErrors(gateway: OrderGateway): OrderGateway {
  return new Proxy(gateway, {
    get(target, name: keyof OrderGateway) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        try {
          return await method(...args);
        } catch (error) {
          throw namedError(error);
        }
      };
    },
  });
}

const REFUSED = new Set([
  grpc.INVALID_ARGUMENT,
  grpc.FAILED_PRECONDITION,
  grpc.OUT_OF_RANGE,
  grpc.PERMISSION_DENIED,
  grpc.UNAUTHENTICATED,
  grpc.UNIMPLEMENTED,
]);

/** Its workflow has been sent more than it can take up: once it has, there is room again. */
const TOO_MANY_SIGNALS = 'limit for signal events';

/** What Temporal throws, by our codes where it has one of them. */
export function namedError(error: unknown): unknown {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
  if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) {
    return new OrderSagaError(cause.type, cause.message, Object(cause.details?.[0]));
  }
  const answer = [error, Object(error).cause].find((one) => isGrpcServiceError(one));
  // What Temporal finds wrong with a request stays wrong; anything else may pass. A server that has lost its database knows no namespace.
  const mayPass = answer && (!REFUSED.has(answer.code) || answer.message.includes(TOO_MANY_SIGNALS));
  if (mayPass || error instanceof NamespaceNotFoundError) {
    return new OrderSagaError('dependency_unavailable', 'Temporal cannot be reached', {}, { cause: error });
  }
  return error;
}
