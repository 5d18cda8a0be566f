import { pMapIterable } from 'p-map';
import PQueue from 'p-queue';
import pRetry from 'p-retry';
import type { Logger } from 'pino';
import { BatchLine, IdempotencyKey, NDJSON } from '../contracts/http-batches.ts';
import { OPERATIONS } from '../contracts/operations.ts';
import { newId } from '../db/ids.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Storefront } from '../domain/storefronts.ts';
import { orderIdHere } from '../telemetry/order-trace.ts';
import { withSpan } from '../telemetry/spans.ts';
import { inLine, jsonOf, type Line, linesOf } from './batch-lines.ts';
import { keyedBy } from './idempotency.ts';
import type { Limits } from './limits.ts';
import { decisionAnswer } from './order-answers.ts';
import { placeUnderKey, type PlacingDeps, storefrontOf } from './placing.ts';
import { problemOf, toldOf } from './problem.ts';
import type { Call, Handlers } from './routes.ts';
import { check } from './validation.ts';

/** Outcomes that are kept for their turn, for each line that is under way: one that takes its time does not hold up the others. */
const AHEAD = 8;

/** A line waits for room where a checkout would be told to come again. */
const UNTIL_ROOM = {
  retries: Infinity,
  minTimeout: 250,
  maxTimeout: 2000,
  randomize: true,
  shouldRetry: ({ error }: { error: unknown }) => error instanceof OrderSagaError && error.code === 'overloaded',
};

export interface BatchDeps extends PlacingDeps {
  limits: Limits;
  /** Lines of a storefront's batches that are under way at the same time, all of them together. */
  ordersAtOnce: number;
  /** Where callers reach the API. */
  publicUrl: string;
  log: Logger;
}

/** Many orders in one request. Each line is placed, counted and answered as if it had come by itself. */
export function batchHandlers(deps: BatchDeps): Pick<Handlers, 'placeOrders'> {
  const { limits, ordersAtOnce } = deps;
  const queues = new Map<Storefront, PQueue>();
  const queueOf = (storefront: Storefront) => {
    const queue = queues.get(storefront) ?? new PQueue({ concurrency: ordersAtOnce });
    queues.set(storefront, queue);
    return queue;
  };

  return {
    async placeOrders(call) {
      const { caller, presence } = call;
      const storefront = storefrontOf(caller);
      const queue = queueOf(storefront);
      const inTurn = turns();
      const decide = async (line: Line) => {
        const read = readLine(line);
        return await inTurn(read.idempotencyKey, async () => {
          presence.throwIfAborted();
          await limits.wait(caller);
          return await queue.add(async () => {
            // Whoever has gone away is not to find orders that it did not see begin.
            presence.throwIfAborted();
            return await outcomeOf(deps, storefront, read, call);
          });
        });
      };
      const options = { concurrency: ordersAtOnce, backpressure: ordersAtOnce * AHEAD };
      return {
        status: 200,
        // Of proxies: nginx would keep outcomes until it has a buffer full of them.
        headers: { 'Content-Type': NDJSON, 'X-Accel-Buffering': 'no' },
        stream: ndjson(pMapIterable(linesOf(call.body), decide, options)),
      };
    },
  };
}

/** Lines of one key go one after the other, in their order: the first of them is the one that makes its order. */
function turns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string | null, work: () => Promise<T>): Promise<T> => {
    if (key === null) return await work();
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, mine);
    return await mine;
  };
}

/** A line as far as it can be read; of what is no JSON the error, to be told in its turn. */
interface ReadLine {
  number: number;
  idempotencyKey: string | null;
  value: () => unknown;
}

function readLine(line: Line): ReadLine {
  const { number } = line;
  try {
    const value = jsonOf(line);
    const idempotencyKey = IdempotencyKey.safeParse(Object(value).idempotencyKey).data ?? null;
    return { number, idempotencyKey, value: () => value };
  } catch (error) {
    const value = () => {
      throw error;
    };
    return { number, idempotencyKey: null, value };
  }
}

async function* ndjson(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}

/** What a line comes to: a contract's BatchOutcome. @throws only where its caller has gone away before it was begun */
async function outcomeOf(
  deps: BatchDeps,
  storefront: Storefront,
  line: ReadLine,
  { caller, presence, requestId }: Call<'placeOrders'>,
): Promise<unknown> {
  const told = { line: line.number, idempotencyKey: line.idempotencyKey };
  let replayed = false;
  try {
    const { idempotencyKey, order: request } = check(BatchLine, line.value());
    const keyed = keyedBy(caller, OPERATIONS.placeOrder.path, idempotencyKey, request);
    // A trace of its own, as each is an order of its own.
    const placed = await withSpan('POST /v1/orders/batch line', { root: true }, async () => {
      const id = orderIdHere() ?? newId();
      const placing = () => placeUnderKey(deps, storefront, { id, request, keyed });
      return await pRetry(placing, { ...UNTIL_ROOM, signal: presence });
    }).catch((error: unknown) => {
      throw inLine(error);
    });
    replayed = placed.isRepeat;
    const { status, body } = decisionAnswer(placed.order, caller);
    return { ...told, status, replayed, order: body };
  } catch (error) {
    presence.throwIfAborted();
    const problem = problemOf(toldOf(deps.log, error, requestId), deps.publicUrl, requestId);
    return { ...told, status: problem.status, replayed, problem };
  }
}
