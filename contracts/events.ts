import { ORDER_EVENT_TYPES } from './events/order.ts';

/** The events between services, by subject in contracts/events/; all of them in contracts/events/catalog.ts. */
export { EventData, ORDER_EVENT_TYPES, OrderCloudEvent, type OrderEventName } from './events/order.ts';
export { ReconciliationEvent } from './events/reconciliation.ts';
export { ShippingCloudEvent } from './events/shipping.ts';
export { StockLowEvent, WarehouseCloudEvent } from './events/stock.ts';

/** What order-events carries. */
export const PUBLIC_EVENT_TYPES = [...ORDER_EVENT_TYPES, 'stock.low', 'reconciliation.difference'] as const;
