import type { TimelineEvent } from '../contracts/http.ts';
import type { OrderEventType, RecordedEvent } from './events.ts';
import { traceparent } from './trace.ts';
import type { Audience } from './view.ts';

/** What only operators read of an event. */
const FOR_OPERATORS: Partial<Record<OrderEventType, string>> = {
  'order.held': 'note',
  'order.released': 'note',
  'compensation.failed': 'error',
  'compensation.skipped': 'note',
  'capture.failed': 'error',
  'capture.skipped': 'note',
  'step.failed': 'error',
  'step.skipped': 'note',
  'step.retried': 'note',
};

/** An event of an order as the API shows it. */
export function timelineEvent(
  orderId: string,
  { id, type, version, time, data }: RecordedEvent,
  audience: Audience = 'shops',
): TimelineEvent {
  const hidden = audience === 'operators' ? undefined : FOR_OPERATORS[type];
  const shown = Object.entries(data).filter(([field]) => field !== hidden);
  return { id, type, version, time, traceparent: traceparent(orderId, id), data: Object.fromEntries(shown) };
}
