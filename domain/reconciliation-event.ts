import type { ReconciliationEvent } from '../contracts/events.ts';
import { traceparent } from './trace.ts';

/** The CloudEvent of a difference that was found, a trace of its own. Each finding has one. */
export function reconciliationEvent({
  id,
  findingId,
  time,
  ...data
}: { id: string; findingId: string; time: string } & ReconciliationEvent['data']): ReconciliationEvent {
  return {
    specversion: '1.0',
    id,
    source: '/order-saga',
    type: 'reconciliation.difference',
    subject: findingId,
    time,
    datacontenttype: 'application/json',
    dataschema: 'urn:order-saga:reconciliation.difference:1',
    sequence: 1,
    storefront: 'all',
    traceparent: traceparent(findingId, id),
    data,
  };
}
