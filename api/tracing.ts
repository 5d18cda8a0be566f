import type { ServerResponse } from 'node:http';
import {
  context,
  type Context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Request, RequestHandler, Response } from 'express';
import { ULID } from '../domain/trace.ts';
import { meter } from '../telemetry/meter.ts';
import { firstSpanOf, under } from '../telemetry/order-trace.ts';
import { tracer } from '../telemetry/spans.ts';

/** Semantic conventions for HTTP servers: seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const ORDER_PATH = new RegExp(`^/v1/orders/(${ULID})(?:/|$)`);
/** Somebody asks every few seconds whether we live, and the pages are no work. */
const UNTRACED = /^\/(?:health|docs|problems|openapi\.json)/;

/**
 * A span and a measurement for each request. What changes an order is in the order's trace; anything else begins a trace of
 * its own, whose id the order takes that is placed in it. The caller's own trace is linked: it has many orders in it, or
 * was made up by whoever wants to choose an order's id.
 */
export function requestSpans(): RequestHandler {
  const duration = meter().createHistogram('http.server.request.duration', {
    description: 'Duration of HTTP server requests',
    unit: 's',
    advice: { explicitBucketBoundaries: BUCKETS },
  });
  return (request, response, next) => {
    if (UNTRACED.test(request.path)) return next();
    const begun = performance.now();
    const { parent, links } = placeOf(request);
    const options = { kind: SpanKind.SERVER, links, attributes: { 'http.request.method': request.method } };
    const span = tracer().startSpan(request.method, options, parent);
    // A stream of many pieces has ten listeners of its own.
    response.setMaxListeners(20).once('close', () => {
      const told = outcomeOf(request, response);
      end(span, request.method, told);
      duration.record((performance.now() - begun) / 1000, { 'http.request.method': request.method, ...told });
    });
    context.with(trace.setSpan(ROOT_CONTEXT, span), next);
  };
}

/** Tells what kind of problem a request was answered with. */
export function noteProblem(response: Response, code: string): void {
  response.locals['problem'] = code;
}

/** The order that a request is about, or that it has made: for its line in the log. */
export function orderOf(path: string, response: ServerResponse): { orderId?: string } {
  const orderId = [path, String(response.getHeader('location'))].map((at) => ORDER_PATH.exec(at)?.[1]).find(Boolean);
  return orderId === undefined ? {} : { orderId };
}

function placeOf({ method, path, headers }: Request): { parent: Context; links: Link[] } {
  const caller = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers));
  const links = caller ? [{ context: caller }] : [];
  const orderId = ORDER_PATH.exec(path)?.[1];
  if (orderId === undefined) return { parent: ROOT_CONTEXT, links };
  // Whoever looks every second does not fill the order's trace with it.
  if (['GET', 'HEAD'].includes(method))
    return { parent: ROOT_CONTEXT, links: [...links, { context: firstSpanOf(orderId) }] };
  return { parent: under(firstSpanOf(orderId)), links };
}

function outcomeOf(request: Request, response: Response): Record<string, string | number> {
  const route: unknown = request.route?.path;
  const problem: unknown = response.locals['problem'];
  return {
    'http.response.status_code': response.statusCode,
    ...(typeof route === 'string' ? { 'http.route': route } : {}),
    ...(typeof problem === 'string' ? { 'error.type': problem } : {}),
  };
}

function end(span: Span, method: string, told: Record<string, string | number>): void {
  span.setAttributes(told);
  if (told['http.route'] !== undefined) span.updateName(`${method} ${told['http.route']}`);
  if (Number(told['http.response.status_code']) >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
