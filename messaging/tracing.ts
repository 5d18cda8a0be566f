import { context, createContextKey, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { ULID } from '../domain/trace.ts';
import { firstSpanOf, under } from '../telemetry/order-trace.ts';
import { withSpan } from '../telemetry/spans.ts';
import { noteAge } from './metrics.ts';

/** The queue that the message at hand came from. */
export const HEARD_ON = createContextKey('the queue of a message');

const IS_ULID = new RegExp(`^${ULID}$`);

/**
 * Handles an event in a span: under the one that published it, where that is of the order's trace. A carrier has a trace of
 * its own, which is linked.
 */
export async function inSpanOf(event: unknown, handle: () => Promise<void>): Promise<void> {
  const { type, time, traceparent, subject, data } = Object(event);
  const heardOn = context.active().getValue(HEARD_ON);
  const queue = typeof heardOn === 'string' ? heardOn : 'messages';
  noteAge(queue, String(time));
  const sender = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }));
  const orderId: unknown = Object(data).orderId ?? subject;
  const first = typeof orderId === 'string' && IS_ULID.test(orderId) ? firstSpanOf(orderId) : undefined;
  const isOurs = sender !== undefined && (first === undefined || sender.traceId === first.traceId);
  const parent = isOurs ? sender : first;
  const attributes = { 'messaging.destination.name': queue, 'messaging.operation.type': 'process' };
  const links = sender && !isOurs ? [{ context: sender }] : [];
  await withSpan(
    `${queue} process ${String(type)}`,
    { kind: SpanKind.CONSUMER, attributes, links },
    handle,
    parent ? under(parent) : ROOT_CONTEXT,
  );
}
