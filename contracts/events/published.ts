import { z } from 'zod';
import type { orderEvent } from './order.ts';
import type { ReconciliationEvent } from './reconciliation.ts';
import type { StockLowEvent } from './stock.ts';

/** What we promise to send is more than what our own readers ask for: events of before are still under way. */
export function published(
  schema: ReturnType<typeof orderEvent> | typeof StockLowEvent | typeof ReconciliationEvent,
): z.ZodType {
  const { dataschema, datacontenttype } = schema.shape;
  return schema.extend({
    dataschema: dataschema.unwrap(),
    datacontenttype: datacontenttype.unwrap(),
    traceparent: z
      .string()
      .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
      .meta({ description: 'W3C Trace Context: one trace an order' }),
  });
}
