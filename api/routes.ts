import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { json, type Request, type RequestHandler, type Response, Router } from 'express';
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
import type { Authenticate, Caller } from './caller.ts';
import { fingerprint, idempotencyKey } from './idempotency.ts';
import { presenceOf, STALLED_MS } from './presence.ts';
import { check } from './validation.ts';

/** A request that has been let in and checked. */
export interface Call<Name extends OperationName> {
  caller: Caller;
  params: ParamsOf<Name>;
  query: QueryOf<Name>;
  body: BodyOf<Name>;
  /** The request under its Idempotency-Key; null without one, and for all but POST. */
  keyed: KeyedOf<Name>;
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

const BODY_LIMIT = '256kb';
const readBody = promisify(json({ limit: BODY_LIMIT, type: () => true }));
/** What a caller misspells is no filter that is left out without a word. */
const NO_QUERY = z.strictObject({});

/** The routes of contracts/operations.ts: who, what, then its handler. */
export function operationRoutes(door: Door, authenticate: Authenticate, handlers: Handlers): Router {
  const router = Router();
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const handler = handlers[name as OperationName] as (call: unknown) => Promise<Answer | StreamedAnswer>;
    router[operation.method](operation.path, route(operation, door, authenticate, handler));
  }
  for (const [path, operations] of Map.groupBy(Object.values<Operation>(OPERATIONS), (one) => one.path)) {
    router.all(path, otherMethods(operations));
  }
  return router;
}

/** @throws OrderSagaError `method_not_allowed`, with the methods that there are (RFC 9110) */
function otherMethods(operations: readonly Operation[]): RequestHandler {
  const methods = operations.map(({ method }) => method.toUpperCase());
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
  return (request, response) => {
    response.set('Allow', allowed);
    throw new OrderSagaError('method_not_allowed', `${request.path} takes ${allowed}`);
  };
}

function route(
  operation: Operation,
  door: Door,
  authenticate: Authenticate,
  handler: (call: unknown) => Promise<Answer | StreamedAnswer>,
): RequestHandler {
  return async (request, response) => {
    const caller = await door(request, response, operation);
    const letIn = async () => assertAllowed(await authenticate(request), operation.scope);
    if (operation.body) {
      assertJson(request);
      await readBody(request, response);
    }
    const params = operation.params && pathParams(operation, operation.params, request);
    const query = check(operation.query ?? NO_QUERY, request.query);
    const asked = operation.body && check(operation.body, bodyOf(request));
    const answer = await handler({
      caller,
      params,
      query,
      body: asked,
      keyed: keyedRequest(operation, caller, request, asked),
      header: (header: string) => request.get(header),
      setHeader: (header: string, value: string) => response.set(header, value),
      presence: operation.stream && presenceOf(response, letIn),
    });
    response.status(answer.status).set(answer.headers ?? {});
    if (!('stream' in answer)) response.json(answer.body);
    else if (request.method === 'HEAD') response.end();
    else {
      response.setTimeout(STALLED_MS);
      await pipeline(Readable.from(answer.stream), response).catch(unlessLeft);
    }
  };
}

/** @throws OrderSagaError `forbidden` */
export function assertAllowed(caller: Caller, scope: Scope): Caller {
  if (caller.scopes.includes(scope)) return caller;
  throw new OrderSagaError('forbidden', `${caller.name} (${caller.role}) is not allowed ${scope}`);
}

/**
 * A body without a type is taken for JSON (RFC 9110, 8.3).
 * @throws OrderSagaError `unsupported_media_type`
 */
function assertJson(request: Request): void {
  const type = request.get('content-type');
  if (type === undefined || !hasBody(request) || request.is(['application/json', 'application/*+json'])) return;
  throw new OrderSagaError('unsupported_media_type', `A body of the type ${JSON.stringify(type)} is not read`);
}

/** RFC 9112, 6.3. */
function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** @throws what went wrong, unless the caller has gone away: then nobody is there to be told */
function unlessLeft(error: unknown): void {
  if (Object(error).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

/**
 * The path counts as the operation writes it: Express takes it in other letters too.
 * @throws OrderSagaError `idempotency_key_required`, `invalid_request` for a key that is none
 */
function keyedRequest(operation: Operation, caller: Caller, request: Request, body: unknown): KeyedRequest | null {
  const header = request.get('idempotency-key');
  const isHonoured = operation.idempotencyKey === 'required' || (operation.method === 'post' && header !== undefined);
  if (!isHonoured) return null;
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => String(request.params[name]));
  return {
    scope: `${caller.name} POST ${path}`,
    key: idempotencyKey(header),
    fingerprint: fingerprint(body),
  };
}

/** Nothing has a name that cannot be: it is not found, but where PUT would create it. */
function pathParams(operation: Operation, schema: z.ZodType, request: Request): unknown {
  if (operation.method === 'put' || schema.safeParse(request.params).success) return check(schema, request.params);
  throw new OrderSagaError('not_found', `There is nothing at ${request.path}`);
}

/** No body is an empty one: `POST …/cancel` needs none. */
function bodyOf(request: Request): unknown {
  return request.body ?? {};
}
