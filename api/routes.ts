import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import {
  OPERATIONS,
  type BodyOf,
  type Operation,
  type OperationName,
  type ParamsOf,
  type QueryOf,
} from '../contracts/operations.ts';
import type { Scope } from '../contracts/roles.ts';
import { z } from 'zod';
import { OrderSagaError } from '../domain/errors.ts';
import type { KeyedRequest } from '../domain/gateway.ts';
import { readBody } from './bodies.ts';
import type { Audited } from './audit.ts';
import type { Authenticate, Caller } from './caller.ts';
import { keyedBy } from './idempotency.ts';
import { inTime } from './in-time.ts';
import { presenceOf, STALLED_MS } from './presence.ts';
import { requestId } from './problem.ts';
import { check } from './validation.ts';

/** A request that has been let in and checked. */
export interface Call<Name extends OperationName> {
  caller: Caller;
  params: ParamsOf<Name>;
  query: QueryOf<Name>;
  /** Bytes, where it has a type of its own: the handler reads them. */
  body: BodyOf<Name>;
  /** The request under its Idempotency-Key; null without one, and for all but POST. */
  keyed: KeyedOf<Name>;
  requestId: string;
  /** A header by its name. */
  header: (name: string) => string | undefined;
  /** Goes with the answer, also with a refusal. */
  setHeader: (name: string, value: string) => void;
  /** Of a stream: aborted when the caller has gone away, or may not read it any more. */
  presence: (typeof OPERATIONS)[Name] extends { stream: unknown } ? AbortSignal : undefined;
}

type KeyedOf<Name extends OperationName> = (typeof OPERATIONS)[Name] extends { idempotencyKey: 'required' }
  ? KeyedRequest
  : KeyedRequest | null;

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** One that comes a piece at a time, as fast as it is read. */
export interface StreamedAnswer {
  status: number;
  headers: Record<string, string>;
  stream: AsyncIterable<string>;
}

type AnswerOf<Name extends OperationName> = (typeof OPERATIONS)[Name] extends { stream: unknown }
  ? StreamedAnswer
  : Answer;

export type Handlers = { [Name in OperationName]: (call: Call<Name>) => Promise<AnswerOf<Name>> };

/** @throws OrderSagaError for whoever does not come in */
export type Door = (request: Request, response: Response, operation: Operation) => Promise<Caller>;

/** What each request passes. */
export interface Ways {
  door: Door;
  authenticate: Authenticate;
  audited: Audited;
  /** How long an answer may take, unless it comes a piece at a time. */
  patienceMs: number;
}

/** What a caller misspells is no filter that is left out without a word. */
const NO_QUERY = z.strictObject({});

/** The routes of contracts/operations.ts: who, what, then its handler. */
export function operationRoutes(ways: Ways, handlers: Handlers): Router {
  const router = Router();
  const byPath = Map.groupBy(Object.entries<Operation>(OPERATIONS), ([, { path }]) => path);
  // A path of names alone first: `/v1/orders/batch` is no order.
  const paths = [...byPath].toSorted(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')));
  for (const [path, operations] of paths) {
    for (const [name, operation] of operations) {
      const handler = handlers[name as OperationName] as (call: unknown) => Promise<Answer | StreamedAnswer>;
      router[operation.method](path, route(name, operation, ways, handler));
    }
    router.all(path, otherMethods(operations.map(([, { method }]) => method.toUpperCase())));
  }
  return router;
}

/** @throws OrderSagaError `method_not_allowed`, with the methods that there are (RFC 9110) */
function otherMethods(methods: readonly string[]): RequestHandler {
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
  return (request, response) => {
    response.set('Allow', allowed);
    throw new OrderSagaError('method_not_allowed', `${request.path} takes ${allowed}`);
  };
}

function route(
  name: string,
  operation: Operation,
  { door, authenticate, audited, patienceMs }: Ways,
  handler: (call: unknown) => Promise<Answer | StreamedAnswer>,
): RequestHandler {
  return async (request, response) => {
    const caller = await inTime(patienceMs, door(request, response, operation));
    const letIn = async () => assertAllowed(await authenticate(request), operation.scope);
    const sent = operation.body && (await readBody(request, response, operation));
    const params = operation.params && pathParams(operation, operation.params, request);
    const query = check(operation.query ?? NO_QUERY, request.query);
    const asked = operation.body && operation.bodyType === undefined ? check(operation.body, sent) : sent;
    const call = {
      caller,
      params,
      query,
      body: asked,
      keyed: keyedRequest(operation, caller, request, asked),
      requestId: requestId(response),
      header: (header: string) => request.get(header),
      setHeader: (header: string, value: string) => response.set(header, value),
      presence: operation.stream && presenceOf(response, letIn),
    };
    const act = async () => await handler(call);
    const action = { ...call, operation: name, path: pathOf(operation, request), orderId: orderOf(operation, request) };
    const acting = operation.method === 'get' ? act() : audited(action, act);
    const answer = operation.stream === undefined ? await inTime(patienceMs, acting) : await acting;
    response.status(answer.status).set(answer.headers ?? {});
    if (!('stream' in answer)) response.json(answer.body);
    else if (request.method === 'HEAD') response.end();
    else {
      // Who takes nothing is cut off; of a batch, whose lines may wait for their turn, only while there is something to take.
      const isWaiting = () => operation.body !== undefined && !response.writableNeedDrain;
      response.setTimeout(STALLED_MS, () => void (isWaiting() || response.destroy()));
      await pipeline(Readable.from(answer.stream), response).catch(unlessLeft);
    }
  };
}

/** @throws OrderSagaError `forbidden` */
export function assertAllowed(caller: Caller, scope: Scope | null): Caller {
  if (scope === null || caller.scopes.includes(scope)) return caller;
  throw new OrderSagaError('forbidden', `${caller.name} (${caller.role}) is not allowed ${scope}`);
}

/** @throws what went wrong, unless the caller has gone away: then nobody is there to be told */
function unlessLeft(error: unknown): void {
  if (Object(error).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

/** As the operation writes it: Express takes it in other letters too. */
function pathOf({ path }: Operation, request: Request): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => String(request.params[name]));
}

/** The order that its path names. */
function orderOf({ path }: Operation, request: Request): string | null {
  return path.includes(':id') ? String(request.params['id']) : null;
}

/**
 * @throws OrderSagaError `idempotency_key_required`, `invalid_request` for a key that is none
 */
function keyedRequest(operation: Operation, caller: Caller, request: Request, body: unknown): KeyedRequest | null {
  const header = request.get('idempotency-key');
  const { method, idempotencyKey = 'honoured' } = operation;
  const isKeyed = idempotencyKey === 'required' || (idempotencyKey === 'honoured' && header !== undefined);
  if (method !== 'post' || !isKeyed) return null;
  return keyedBy(caller, pathOf(operation, request), header, body);
}

/** Nothing has a name that cannot be: it is not found, but where PUT would create it. */
function pathParams(operation: Operation, schema: z.ZodType, request: Request): unknown {
  if (operation.method === 'put' || schema.safeParse(request.params).success) return check(schema, request.params);
  throw new OrderSagaError('not_found', `There is nothing at ${request.path}`);
}
