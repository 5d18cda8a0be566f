import {
  context,
  type Context,
  type Span,
  type SpanContext,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';

export const tracer = () => trace.getTracer('order-saga');

/** Runs `work` in a span, under the active one or what `parent` says. */
export async function withSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
  parent: Context = context.active(),
): Promise<T> {
  return await tracer().startActiveSpan(name, options, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Only what kind of error it was: its message may quote what a person wrote, or a row. */
export function failed(span: Span, error: unknown): void {
  const { name, code } = Object(error);
  span.setAttribute('error.type', String(code ?? name ?? 'Error'));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Runs what would fill a trace with looks that found nothing: loops and sweeps. */
export function untraced<T>(work: () => T): T {
  return context.with(suppressTracing(context.active()), work);
}

/** Undefined where nothing is traced. */
export function activeSpan(): SpanContext | undefined {
  const active = trace.getActiveSpan()?.spanContext();
  return active && trace.isSpanContextValid(active) ? active : undefined;
}

/** Whether somebody records what happens now: who would only add to nothing saves itself the trouble. */
export function isRecording(): boolean {
  return trace.getActiveSpan()?.isRecording() ?? false;
}
