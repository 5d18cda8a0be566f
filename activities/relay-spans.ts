import { propagation, ROOT_CONTEXT, type SpanContext, SpanKind, trace } from '@opentelemetry/api';
import type { OutboxRow } from '../db/outbox.ts';
import { ids } from '../telemetry/ids.ts';
import { firstSpanOf, under } from '../telemetry/order-trace.ts';
import { tracer, withSpan } from '../telemetry/spans.ts';

/** Publishes in a span of its own trace: a batch is of many orders. */
export async function inBatchSpan<T>(
  size: number,
  publish: () => Promise<T>,
): Promise<{ outcomes: T; batch: SpanContext }> {
  const options = { kind: SpanKind.PRODUCER, attributes: { 'messaging.batch.message_count': size } };
  return await withSpan(
    'send order-events',
    options,
    async (span) => ({ outcomes: await publish(), batch: span.spanContext() }),
    ROOT_CONTEXT,
  );
}

/**
 * A span for each event that the topic has taken, from its commit on, under the ids that the event carries as its
 * `traceparent`: whoever hears it is below it. It is in the trace of its order; the batch that it went with is linked.
 */
export function publishedSpans(rows: readonly OutboxRow[], batch: SpanContext): void {
  if (!trace.isSpanContextValid(batch)) return;
  const links = [{ context: batch }];
  for (const { message, createdAt: startTime, eventType } of rows) {
    const { traceparent, data } = Object(JSON.parse(message));
    const own = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }));
    if (!own) continue;
    const attributes = { 'messaging.destination.name': 'order-events', 'messaging.operation.type': 'send' };
    const { orderId } = Object(data);
    const parent = typeof orderId === 'string' ? under(firstSpanOf(orderId)) : ROOT_CONTEXT;
    const options = { kind: SpanKind.PRODUCER, attributes, links, startTime };
    ids.as(own, () => tracer().startSpan(`send ${eventType}`, options, parent)).end();
  }
}
