import type { EventData } from './order.ts';

/** The life of an order as its events tell it, and another way it could have gone. */

/** The order of all examples. */
export const ORDER = '01M6DW2M50HBJ1JWQTPK9W4QET';

const CREATED: EventData = {
  orderId: ORDER,
  storefront: 'us',
  status: 'PROCESSING',
  version: 3,
  customerId: 'cus_100',
  reference: 'cart-1',
  currency: 'USD',
  total: 3797,
  lines: [
    { id: 'line-1', sku: 'SKU-RED-S', quantity: 2, unitPrice: 1299, total: 2598, shipped: 0, canceled: 0, returned: 0 },
    { id: 'line-2', sku: 'CD', quantity: 3, unitPrice: null, total: 1000, shipped: 0, canceled: 0, returned: 0 },
  ],
  payment: { status: 'authorized', authorized: 3797, captured: 0, refunded: 0 },
  shipments: [],
  cancelReason: null,
  createdAt: '2026-11-02T10:15:00.000Z',
};

const SHIPPED: EventData = {
  ...CREATED,
  status: 'SHIPPED',
  version: 5,
  lines: CREATED.lines.map((line) => ({ ...line, shipped: line.quantity })),
  shipments: [
    {
      id: 'parcel-1',
      status: 'SHIPPED',
      carrier: 'dhl',
      trackingNumber: '00340434161094042557',
      lines: CREATED.lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
    },
  ],
};

const CAPTURED: EventData = {
  ...SHIPPED,
  version: 6,
  payment: { status: 'captured', authorized: 0, captured: 3797, refunded: 0 },
};

const DELIVERED: EventData = {
  ...CAPTURED,
  status: 'DELIVERED',
  version: 7,
  shipments: CAPTURED.shipments.map((parcel) => ({ ...parcel, status: 'DELIVERED' })),
};

const RETURNED: EventData = {
  ...DELIVERED,
  version: 10,
  lines: DELIVERED.lines.map((line) => (line.id === 'line-1' ? { ...line, returned: 1 } : line)),
};

function ofOrder(
  type: string,
  sequence: number,
  [id, span]: [id: string, span: string],
  time: string,
  data: EventData,
) {
  return {
    specversion: '1.0',
    id,
    source: '/order-saga',
    type,
    subject: ORDER,
    time,
    datacontenttype: 'application/json',
    dataschema: `urn:order-saga:${type}:1`,
    sequence,
    storefront: 'us',
    traceparent: `00-01a19bc150a08ae41972fab4d3c25dda-${span}-01`,
    data,
  };
}

export const ORDER_EXAMPLES = {
  'order.created': ofOrder(
    'order.created',
    1,
    ['01M6DZGFS0EW6MHP1450J0H462', '48d82428240890c2'],
    '2026-11-02T10:15:01.000Z',
    CREATED,
  ),
  'order.updated': ofOrder(
    'order.updated',
    2,
    ['01M6E2YBD0RZ1F22EAGTNXQ1P1', 'f109ca86abdb86c1'],
    '2026-11-02T12:15:00.000Z',
    {
      ...CREATED,
      version: 4,
    },
  ),
  'order.shipped': ofOrder(
    'order.shipped',
    3,
    ['01M6E6C7105E7WM1NGX3H68DWK', 'ca06b0e8e2643793'],
    '2026-11-03T08:00:01.000Z',
    SHIPPED,
  ),
  'payment.captured': ofOrder(
    'payment.captured',
    4,
    ['01M6E9T2N0Y0CRQ5HW0QC18AR3', '8b963c05d8142b03'],
    '2026-11-03T08:00:02.000Z',
    CAPTURED,
  ),
  'order.delivered': ofOrder(
    'order.delivered',
    5,
    ['01M6ED7Y90N84XYVDS8D7ANNQB', 'df6db9434eaad6eb'],
    '2026-11-04T15:30:00.000Z',
    DELIVERED,
  ),
  'order.returned': ofOrder(
    'order.returned',
    8,
    ['01M6ZRJAM0G6E2NN46RSQSRN5S', '2ad486c66f9c54b9'],
    '2026-11-09T09:00:00.000Z',
    RETURNED,
  ),
  'order.refunded': ofOrder(
    'order.refunded',
    9,
    ['01M6ZRJBK8QFKJ79WWRGPQTR5Y', '23a79cc42d7d60be'],
    '2026-11-09T09:00:01.000Z',
    {
      ...RETURNED,
      version: 12,
      payment: { status: 'partially_refunded', authorized: 0, captured: 3797, refunded: 1299 },
    },
  ),
  'order.held': ofOrder(
    'order.held',
    2,
    ['01M6DYN0W0V5Z9A6ECCRDGM029', '9519cc661b0a0049'],
    '2026-11-02T11:00:00.000Z',
    {
      ...CREATED,
      status: 'ON_HOLD',
      version: 4,
    },
  ),
  'order.released': ofOrder(
    'order.released',
    3,
    ['01M6E22WG05Z5RBHRDT91DRTN5', '85c70dd242dc6aa5'],
    '2026-11-02T12:00:00.000Z',
    {
      ...CREATED,
      version: 5,
    },
  ),
  'order.cancelled': ofOrder(
    'order.cancelled',
    2,
    ['01M6EGNSX0SG94MZA4DV1TMYG7', '4a7d446ec3aa7a07'],
    '2026-11-02T16:00:00.000Z',
    {
      ...CREATED,
      status: 'CANCELED',
      version: 7,
      lines: CREATED.lines.map((line) => ({ ...line, canceled: line.quantity })),
      payment: { status: 'voided', authorized: 0, captured: 0, refunded: 0 },
      cancelReason: 'requested',
    },
  ),
};
