import type { z } from 'zod';
import { dataschemaOf } from './envelope.ts';
import { RECONCILIATION_EXAMPLE, SHIPPING_EXAMPLES, STOCK_LOW_EXAMPLE, WAREHOUSE_EXAMPLES } from './examples.ts';
import { ORDER_EVENT_TYPES, orderEvent, type OrderEventName } from './order.ts';
import { ORDER_EXAMPLES } from './order-examples.ts';
import { published } from './published.ts';
import { ReconciliationEvent } from './reconciliation.ts';
import { SHIPPING_EVENT_TYPES, shippingDataschema, shippingEvent } from './shipping.ts';
import { StockLowEvent, WAREHOUSE_EVENT_TYPES, warehouseEvent } from './stock.ts';

export interface EventContract {
  topic: 'order-events' | 'shipping-events' | 'warehouse-events';
  type: string;
  version: number;
  dataschema: string;
  /** Who depends on whom: `published` is our promise to readers, `consumed` what others may send us. */
  direction: 'published' | 'consumed';
  description: string;
  schema: z.ZodType;
  example: Record<string, unknown>;
}

const ORDER_DESCRIPTIONS: Record<OrderEventName, string> = {
  'order.created': 'The order is confirmed: its stock is reserved and its payment authorized',
  'order.updated':
    'Something changed that has no event of its own: address, lines, stock that came, one parcel of several that arrived, a return',
  'order.shipped': 'A parcel has left; one event a parcel',
  'order.delivered': 'All parcels have arrived',
  'order.cancelled': 'The order is canceled and all is given back; the only event of one that was never confirmed',
  'order.held': 'The order waits for a look: nothing of it ships; it may not be confirmed yet',
  'order.released': 'It goes on from where it was held',
  'order.returned': 'Units came back',
  'order.refunded': 'Money was given back; one event for each payment that it came from',
  'payment.captured': 'Money was taken',
};

const SHIPPING_DESCRIPTIONS = {
  'order.shipped': 'A parcel has left; without lines all that was still to ship',
  'order.delivered': 'A parcel has arrived; without its id the oldest that is under way',
};

const WAREHOUSE_DESCRIPTIONS = {
  'stock.counted': 'So many units are there',
  'stock.received': 'So many units came',
  'stock.damaged': 'So many units are lost',
};

/** Of every event, so far. */
const VERSION = 1;

/** Every event on every topic, in the version that is written today. Documents, examples and tests read it. */
export const EVENT_CONTRACTS: readonly EventContract[] = [
  ...ORDER_EVENT_TYPES.map((type) =>
    contract('order-events', type, ORDER_DESCRIPTIONS[type], published(orderEvent(type)), ORDER_EXAMPLES[type]),
  ),
  contract(
    'order-events',
    'stock.low',
    'A SKU has fewer units left to sell than its threshold',
    published(StockLowEvent),
    STOCK_LOW_EXAMPLE,
  ),
  contract(
    'order-events',
    'reconciliation.difference',
    'Two books of the house disagree, or a message was lost; one event for as long as it stays the same',
    published(ReconciliationEvent),
    RECONCILIATION_EXAMPLE,
  ),
  ...SHIPPING_EVENT_TYPES.map((type) =>
    contract(
      'shipping-events',
      type,
      SHIPPING_DESCRIPTIONS[type],
      shippingEvent(type),
      SHIPPING_EXAMPLES[type],
      shippingDataschema(type),
    ),
  ),
  ...WAREHOUSE_EVENT_TYPES.map((type) =>
    contract('warehouse-events', type, WAREHOUSE_DESCRIPTIONS[type], warehouseEvent(type), WAREHOUSE_EXAMPLES[type]),
  ),
];

function contract(
  topic: EventContract['topic'],
  type: string,
  description: string,
  schema: z.ZodType,
  example: Record<string, unknown>,
  dataschema = dataschemaOf(type, VERSION),
): EventContract {
  const direction = topic === 'order-events' ? 'published' : 'consumed';
  return { topic, type, version: VERSION, dataschema, direction, description, schema, example };
}
