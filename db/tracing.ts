import { SpanKind } from '@opentelemetry/api';
import { failed, isRecording, tracer } from '../telemetry/spans.ts';

/**
 * A span around a query, where the active one is recorded. Its text, whose values are parameters, and never these.
 * @param query begins by itself once somebody waits for it, which this does
 */
export function tracedQuery<Query extends PromiseLike<unknown>>(text: string, query: Query): Query {
  if (!isRecording()) return query;
  const operation = /^\W*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';
  const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation, 'db.query.text': text };
  const span = tracer().startSpan(operation, { kind: SpanKind.CLIENT, attributes });
  query.then(
    () => span.end(),
    (error: unknown) => {
      failed(span, error);
      span.end();
    },
  );
  return query;
}
