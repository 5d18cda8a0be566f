import type { StockLowEvent } from '../contracts/events.ts';
import { traceparent } from './trace.ts';

/** The CloudEvent of a SKU that has run low, a trace of its own; `sequence` counts that SKU's. */
export function stockLowEvent({
  id,
  time,
  sequence,
  ...data
}: { id: string; time: string; sequence: number } & StockLowEvent['data']): StockLowEvent {
  return {
    specversion: '1.0',
    id,
    source: '/order-saga',
    type: 'stock.low',
    subject: data.sku,
    time,
    datacontenttype: 'application/json',
    dataschema: 'urn:order-saga:stock.low:1',
    sequence,
    storefront: 'all',
    traceparent: traceparent(id, id),
    data,
  };
}
