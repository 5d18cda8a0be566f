import type { z } from 'zod';
import * as http from './http.ts';
import * as audit from './http-audit.ts';
import * as batches from './http-batches.ts';
import { CallerView } from './http-caller.ts';
import * as letters from './http-dead-letters.ts';
import { LiveAnalyticsView } from './http-live.ts';
import * as webhooks from './http-webhooks.ts';
import { scopesOf } from './roles.ts';
import type { DOCUMENTED } from './signed-operations.ts';

/*
 * One request of each operation that has a body, and what is answered. The ids are those of one order: whoever sends these
 * requests puts those of a real one in their place. test/stack/examples.test.ts does.
 */
export const EXAMPLE_IDS = {
  id: '01M8498ZYK0H6C806FJFANXNE5',
  lineId: '01M8498ZYKBACH8VK54CEQ7DPJ',
  shipmentId: 'parcel-1',
  returnId: '01M84B3T0GQ4M2Z6J2M7R8Y1VX',
  endpointId: '01M84C2XK5QYB5Z7T0F1V3N8PA',
  deliveryId: '01M84C5HN2W6D9S4E7R8T0Y1UB',
  letterId: '0b7a5a46-6d0c-4f0e-9d5e-3f1f6a0c9b1d',
} as const;

/** What a path names. */
export const PATH_PARAMETERS: Record<string, { description: string; example: string }> = {
  id: { description: 'The order', example: EXAMPLE_IDS.id },
  lineId: { description: 'The line of the order', example: EXAMPLE_IDS.lineId },
  shipmentId: { description: 'The parcel', example: EXAMPLE_IDS.shipmentId },
  returnId: { description: 'The return', example: EXAMPLE_IDS.returnId },
  endpointId: { description: 'The webhook endpoint', example: EXAMPLE_IDS.endpointId },
  deliveryId: { description: 'The delivery', example: EXAMPLE_IDS.deliveryId },
  queue: { description: 'The queue, by the service that reads it', example: 'shipping' },
  letterId: { description: 'The dead letter', example: EXAMPLE_IDS.letterId },
  step: { description: "What the order's `attention` says was given up", example: 'shipment' },
  sku: { description: 'The SKU', example: 'SKU-RED-M' },
};

type OperationName = keyof typeof DOCUMENTED;
type BodyFor<Name extends OperationName> = (typeof DOCUMENTED)[Name] extends { body: infer Schema }
  ? Schema extends z.ZodType
    ? z.input<Schema>
    : never
  : never;

const units = [{ lineId: EXAMPLE_IDS.lineId, quantity: 1 }];
const address = { name: 'A. Buyer', line1: '1 Main St', city: 'Springfield', country: 'US' };

const placeOrder = {
  customerId: 'cus_100',
  email: 'a.buyer@example.com',
  locale: 'en-US',
  currency: 'USD',
  reference: 'cart-1',
  lines: [{ sku: 'SKU-RED-S', quantity: 4, unitPrice: 1299 }],
  charges: [
    { type: 'shipping', name: 'Standard', amount: 499 },
    { type: 'discount', name: 'SPRING', amount: -100 },
  ],
  payment: { method: 'pm_card_visa' },
  shippingAddress: address,
  metadata: { campaign: 'spring' },
};

/** Every operation that has a body has one here. */
export const BODIES = {
  placeOrder,
  placeOrders: ndjson(
    { idempotencyKey: 'market-7-0001', order: placeOrder },
    { idempotencyKey: 'market-7-0002', order: { ...placeOrder, reference: 'cart-2' } },
  ),
  patchOrder: { shippingAddress: { ...address, line1: '2 Main St' } },
  cancelOrder: { reason: 'Ordered twice' },
  cancelLine: { quantity: 1, reason: 'One is enough' },
  shipOrder: {
    eventId: 'warehouse-7-20261127-0001',
    shipmentId: EXAMPLE_IDS.shipmentId,
    carrier: 'dhl',
    trackingNumber: 'JD014600006281230704',
    lines: units,
  },
  deliverShipment: { eventId: 'dhl-JD014600006281230704-delivered' },
  refundOrder: { amount: 500, reason: 'A scratch' },
  requestReturn: { lines: units, reason: 'Too small' },
  approveReturn: {},
  rejectReturn: { reason: 'It has been worn' },
  receiveReturn: { restock: true },
  holdOrder: { reason: 'The address looks odd' },
  releaseOrder: { reason: 'The customer confirmed it' },
  rejectOrder: { reason: 'Nobody lives there' },
  resolveCompensation: { action: 'retry', reason: 'The parcel did leave' },
  setInventory: { onHand: 1000 },
  redriveDeadLetter: { reason: 'The carrier is back' },
  dropDeadLetter: { reason: 'It was settled by hand' },
  createWebhookEndpoint: { url: 'https://shop.example/webhooks', eventTypes: ['order.shipped'], storefront: 'us' },
  patchWebhookEndpoint: { enabled: true },
  receiveCarrierWebhook: {
    type: 'order.shipped',
    data: {
      orderId: EXAMPLE_IDS.id,
      shipmentId: EXAMPLE_IDS.shipmentId,
      carrier: 'dhl',
      trackingNumber: 'JD014600006281230704',
      lines: units,
    },
  },
} satisfies { [Name in OperationName as BodyFor<Name> extends never ? never : Name]: BodyFor<Name> };

const times = { createdAt: '2026-11-27T09:12:03.577Z', updatedAt: '2026-11-27T09:12:03.638Z' };

const order: http.OrderView = {
  id: EXAMPLE_IDS.id,
  storefront: 'us',
  status: 'PROCESSING',
  version: 3,
  customerId: 'cus_100',
  email: 'a.buyer@example.com',
  locale: 'en-US',
  reference: 'cart-1',
  currency: 'USD',
  lines: [
    {
      id: EXAMPLE_IDS.lineId,
      sku: 'SKU-RED-S',
      quantity: 4,
      unitPrice: 1299,
      total: 5196,
      shipped: 0,
      canceled: 0,
      returned: 0,
    },
  ],
  charges: [
    { type: 'shipping', name: 'Standard', amount: 499 },
    { type: 'discount', name: 'SPRING', amount: -100 },
  ],
  total: 5595,
  payment: { status: 'authorized', authorized: 5595, captured: 0, refunded: 0 },
  shippingAddress: address,
  billingAddress: null,
  shipments: [],
  refunds: [],
  returns: [],
  backorders: [],
  hold: null,
  cancelReason: null,
  cancelNote: null,
  needsAttention: false,
  attention: [],
  metadata: { campaign: 'spring' },
  ...times,
};

const refund: http.RefundView = {
  id: '01M84A5T8E5XJ1F1VQ0Q4Z6W3C',
  status: 'SUCCEEDED',
  amount: 500,
  reason: 'A scratch',
  lines: null,
  returnId: null,
  createdAt: times.updatedAt,
};

const aReturn: http.ReturnView = {
  id: EXAMPLE_IDS.returnId,
  status: 'REQUESTED',
  lines: units,
  reason: 'Too small',
  note: null,
  received: [],
  refundId: null,
  createdAt: times.updatedAt,
};

const happened = {
  id: '01M8498ZYNM8Z9Y6E4Q1P7G2K5',
  type: 'order.confirmed',
  version: 3,
  time: times.updatedAt,
  traceparent: '00-01a19bc150a08ae41972fab4d3c25dda-60f44103ff522f5f-01',
  data: { authorized: 5595 },
};

const endpoint: webhooks.WebhookEndpointView = {
  id: EXAMPLE_IDS.endpointId,
  version: 1,
  storefront: 'us',
  url: 'https://shop.example/webhooks',
  eventTypes: ['order.shipped'],
  enabled: true,
  disabledAt: null,
  disabledReason: null,
  previousSecretUntil: null,
  createdAt: times.createdAt,
};

const delivery: webhooks.WebhookDeliveryView = {
  id: EXAMPLE_IDS.deliveryId,
  eventId: '01M84C5HKZ4X0T2B9V7N3Q8RJD',
  eventType: 'order.shipped',
  orderId: EXAMPLE_IDS.id,
  state: 'delivered',
  attempts: [{ time: times.updatedAt, status: 204, error: null, ms: 38 }],
  createdAt: times.updatedAt,
};

const problem: z.infer<typeof http.Problem> = {
  type: 'http://127.0.0.1:3000/problems/invalid_request',
  title: 'The request is not valid',
  status: 400,
  detail: 'The line is no JSON: Unexpected end of JSON input',
  code: 'invalid_request',
  requestId: '01M8498ZYHN8V5V0BTQ4S0X1TC',
  retryable: false,
};

const letter: letters.DeadLetterView = {
  id: EXAMPLE_IDS.letterId,
  queue: 'shipping',
  kind: 'dead',
  eventType: 'order.created',
  storefront: 'us',
  orderId: EXAMPLE_IDS.id,
  reason: 'the carrier answered 422: no such country',
  receives: 10,
  traceId: '01a19bc150a08ae41972fab4d3c25dda',
  time: times.updatedAt,
};

const done: audit.AuditEntry = {
  id: '01M84D3Q7S9W2E5R8T1Y4V6X0B',
  actor: 'anna',
  role: 'operator',
  storefront: 'us',
  operation: 'resolveCompensation',
  path: `/v1/orders/${EXAMPLE_IDS.id}/compensations/shipment/resolve`,
  orderId: EXAMPLE_IDS.id,
  reason: 'The parcel did leave',
  details: { action: 'retry' },
  status: 200,
  refusal: null,
  requestId: '01M84D3Q7K0C4G8J2M6P1S5V9Z',
  createdAt: times.updatedAt,
};

const stock = { onHand: 1000, reserved: 4, available: 996, short: 0 };

const inventory: http.InventoryView = {
  sku: 'SKU-RED-M',
  version: 1,
  ...stock,
  backorder: false,
  waiting: 0,
  locations: [{ location: 'main', ...stock }],
};

/** A good answer, by the schema that it has. */
export const ANSWERS = new Map<z.ZodType, unknown>([
  [http.OrderView, order],
  [http.OrderPage, { data: [order], next: null }],
  [http.RefundView, refund],
  [http.RefundList, { data: [refund] }],
  [http.ReturnView, aReturn],
  [http.ReturnList, { data: [aReturn] }],
  [http.Timeline, { data: [happened], next: null }],
  [http.StreamedEvent, { id: '3', event: happened.type, data: JSON.stringify(happened) }],
  [http.InventoryView, inventory],
  [http.InventoryList, { data: [inventory], next: null }],
  [
    http.DailyAnalyticsView,
    {
      data: [
        {
          day: '2026-11-26',
          storefront: 'us',
          currency: 'USD',
          orders: 120,
          revenue: 671400,
          canceled: 3,
          cancelRate: 0.025,
          refused: 8,
          delivered: 96,
          timeToShip: { orders: 110, averageSeconds: 7260.5, p50Seconds: 6800, p95Seconds: 14_200 },
          skus: [{ sku: 'SKU-RED-S', units: 140, revenue: 181860 }],
        },
      ],
    },
  ],
  [
    LiveAnalyticsView,
    {
      time: times.updatedAt,
      day: '2026-11-27',
      data: [
        {
          storefront: 'us',
          currency: 'USD',
          orders: 120,
          revenue: 671400,
          byStatus: http.ORDER_STATUSES.map((status) => ({ status, orders: status === 'PROCESSING' ? 120 : 0 })),
          waiting: { attention: 1, holds: 2, returns: 0 },
          perMinute: [{ minute: '2026-11-27T09:12:00.000Z', orders: 4 }],
        },
      ],
    },
  ],
  [letters.DeadLetterView, letter],
  [letters.DeadLetterInFull, { ...letter, body: { type: 'order.created', subject: EXAMPLE_IDS.id } }],
  [letters.DeadLetterList, { data: [letter], queues: [{ queue: 'shipping', letters: 1 }] }],
  [audit.AuditList, { data: [done], next: null }],
  [
    CallerView,
    {
      name: 'anna',
      role: 'operator',
      storefront: null,
      scopes: scopesOf('operator'),
      temporalUi: 'http://127.0.0.1:8233/namespaces/default/workflows',
    },
  ],
  [http.OrderExport, ndjson(order)],
  [
    batches.BatchOutcomes,
    ndjson(
      { line: 1, idempotencyKey: 'market-7-0001', status: 201, replayed: false, order },
      { line: 2, idempotencyKey: null, status: 400, replayed: false, problem },
    ),
  ],
  [webhooks.WebhookEndpointView, endpoint],
  [webhooks.WebhookEndpointWithSecret, { ...endpoint, secret: 'whsec_c2hvd24gaGVyZSBhbG9uZSwgYW5kIG5vIHJlYWwgb25l' }],
  [webhooks.WebhookEndpointList, { data: [endpoint], next: null }],
  [webhooks.WebhookDeliveryView, delivery],
  [webhooks.WebhookDeliveryList, { data: [delivery], next: null }],
]);

function ndjson(...values: unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
