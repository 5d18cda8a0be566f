import { promisify } from 'node:util';
import { json, type Request, type RequestHandler, Router } from 'express';
import {
  OPERATIONS,
  type BodyOf,
  type Operation,
  type OperationName,
  type ParamsOf,
  type QueryOf,
} from '../contracts/operations.ts';
import type { z } from 'zod';
import { OrderSagaError } from '../domain/errors.ts';
import type { KeyedRequest } from '../domain/gateway.ts';
import type { Authenticate, Caller } from './caller.ts';
import { fingerprint, idempotencyKey } from './idempotency.ts';
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
}

type KeyedOf<Name extends OperationName> = (typeof OPERATIONS)[Name] extends { idempotencyKey: 'required' }
  ? KeyedRequest
  : KeyedRequest | null;

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export type Handlers = { [Name in OperationName]: (call: Call<Name>) => Promise<Answer> };

const BODY_LIMIT = '256kb';
const readBody = promisify(json({ limit: BODY_LIMIT, type: () => true }));

/** The routes of contracts/operations.ts: who, what, then its handler. */
export function operationRoutes(authenticate: Authenticate, handlers: Handlers): Router {
  const router = Router();
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const handler = handlers[name as OperationName] as (call: unknown) => Promise<Answer>;
    router[operation.method](operation.path, route(operation, authenticate, handler));
  }
  return router;
}

function route(
  operation: Operation,
  authenticate: Authenticate,
  handler: (call: unknown) => Promise<Answer>,
): RequestHandler {
  return async (request, response) => {
    const caller = authenticate(request);
    if (!operation.roles.includes(caller.role)) {
      throw new OrderSagaError('forbidden', `The role ${caller.role} may not: ${operation.summary.toLowerCase()}`);
    }
    // Only now: a stranger's body is not worth reading.
    if (operation.body) await readBody(request, response);
    const params = operation.params && pathParams(operation, operation.params, request);
    const query = operation.query && check(operation.query, request.query);
    const asked = operation.body && check(operation.body, bodyOf(request));
    const {
      status,
      body,
      headers = {},
    } = await handler({
      caller,
      params,
      query,
      body: asked,
      keyed: keyedRequest(operation, caller, request, asked),
      header: (header: string) => request.get(header),
      setHeader: (header: string, value: string) => response.set(header, value),
    });
    response.status(status).set(headers).json(body);
  };
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
