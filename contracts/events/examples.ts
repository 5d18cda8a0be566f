import { ORDER } from './order-examples.ts';

/** Events beside those of orders, as they could go over the wire: for people, mocks and the documents. */

function ofOthers(source: string, type: string, id: string, subject: string, data: object) {
  return { specversion: '1.0', id, source, type, subject, time: '2026-11-03T08:00:00.000Z', data };
}

const PARCEL = { orderId: ORDER, shipmentId: 'parcel-1', carrier: 'dhl', trackingNumber: '00340434161094042557' };

export const STOCK_LOW_EXAMPLE = {
  specversion: '1.0',
  id: '01M6EM3NH0S5NP1X210FZN4BTZ',
  source: '/order-saga',
  type: 'stock.low',
  subject: 'SKU-RED-S',
  time: '2026-11-02T17:00:00.000Z',
  datacontenttype: 'application/json',
  dataschema: 'urn:order-saga:stock.low:1',
  sequence: 1,
  storefront: 'all',
  traceparent: '00-01a19d41d620c96b60f44103ff522f5f-60f44103ff522f5f-01',
  data: { sku: 'SKU-RED-S', available: 7, threshold: 10 },
};

export const RECONCILIATION_EXAMPLE = {
  specversion: '1.0',
  id: '01M6EM3NH0S5NP1X210FZN4BTZ',
  source: '/order-saga',
  type: 'reconciliation.difference',
  subject: '01M6EM3NH0PBV2MZ0V5D2C6K8R',
  time: '2026-11-02T17:00:00.000Z',
  datacontenttype: 'application/json',
  dataschema: 'urn:order-saga:reconciliation.difference:1',
  sequence: 1,
  storefront: 'all',
  traceparent: '00-01a19d41d620b2f62a7c1b2b44c34d18-60f44103ff522f5f-01',
  data: {
    kind: 'payment',
    subject: ORDER,
    detail: 'captured 3797 by the payment service, 0 by the order',
  },
};

export const SHIPPING_EXAMPLES = {
  'order.shipped': ofOthers('/shipping', 'order.shipped', 'ship-1', ORDER, {
    ...PARCEL,
    eventId: 'ship-1',
    lines: [{ lineId: 'line-1', quantity: 2 }],
  }),
  'order.delivered': ofOthers('/shipping', 'order.delivered', 'ship-2', ORDER, { ...PARCEL, eventId: 'ship-2' }),
};

const AT = { sku: 'SKU-RED-S', location: 'main' };

export const WAREHOUSE_EXAMPLES = {
  'stock.counted': ofOthers('/warehouse', 'stock.counted', 'count-1', 'SKU-RED-S', { ...AT, quantity: 990 }),
  'stock.received': ofOthers('/warehouse', 'stock.received', 'receipt-1', 'SKU-RED-S', { ...AT, quantity: 500 }),
  'stock.damaged': ofOthers('/warehouse', 'stock.damaged', 'damage-1', 'SKU-RED-S', { ...AT, quantity: 2 }),
};
