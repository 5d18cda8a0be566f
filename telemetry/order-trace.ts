import { type Context, ROOT_CONTEXT, type SpanContext, trace, TraceFlags } from '@opentelemetry/api';
import { spanIdOf, traceIdOf, ulidOf } from '../domain/trace.ts';
import { activeSpan, withSpan } from './spans.ts';

/** The first span of an order's trace: whatever placed it. Known by the order's id alone, on any process, years later. */
export function firstSpanOf(orderId: string): SpanContext {
  const [traceId, spanId] = [traceIdOf(orderId), spanIdOf(orderId)];
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
}

/** The id for an order that is placed in the active span, the first of its trace; undefined where nothing is traced. */
export function orderIdHere(): string | undefined {
  const active = activeSpan();
  return active && ulidOf(active.traceId);
}

/**
 * Does what is about the order in its trace: as it is, where the active span is of it, else in a span below the order's first
 * one, with a link to the active.
 */
export async function inTraceOf<T>(orderId: string, name: string, work: () => Promise<T>): Promise<T> {
  const active = activeSpan();
  const first = active && firstSpanOf(orderId);
  if (!first || active.traceId === first.traceId) return await work();
  return await withSpan(name, { links: [{ context: active }] }, work, under(first));
}

/** A context with nothing in it but the parent. */
export function under(parent: SpanContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}
