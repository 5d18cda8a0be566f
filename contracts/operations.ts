import type { z } from 'zod';
import * as http from './http.ts';
import * as audit from './http-audit.ts';
import * as batches from './http-batches.ts';
import { CallerView } from './http-caller.ts';
import * as changes from './http-changes.ts';
import * as letters from './http-dead-letters.ts';
import * as live from './http-live.ts';
import * as webhooks from './http-webhooks.ts';
import type { Scope } from './roles.ts';

/** What there is to say of any operation. */
export interface OperationRow {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Express' syntax. */
  path: string;
  summary: string;
  /** What the path names. */
  params?: z.ZodType;
  body?: z.ZodType;
  /** Where its body is no JSON. */
  bodyType?: typeof batches.NDJSON;
  query?: z.ZodType;
  /** Good answers by status. Errors are problem+json throughout. */
  answers: Record<number, z.ZodType>;
  /** Error codes a caller should know beside those that every operation has. */
  errors: readonly string[];
  /** Good answers come in these types, a piece at a time; else they are JSON. */
  stream?: readonly string[];
  /** Honoured on every POST all the same, but where each line of the body has its own. */
  idempotencyKey?: 'required' | 'of each line';
}

export interface Operation extends OperationRow {
  /** What whoever calls it must be allowed; null: anybody with a key. With a storefront of its own it reaches that one's orders. */
  scope: Scope | null;
}

/** What any change of an order may be refused with. */
const refusals = ['not_found', 'invalid_transition', 'version_mismatch', 'dependency_unavailable'] as const;
/** The same of a POST. */
const keyed = [...refusals, 'idempotency_key_reused', 'idempotency_in_progress'] as const;

/** Every operation of the API that a key lets in, once: routes, checks, roles and OpenAPI come from this table. */
export const OPERATIONS = {
  placeOrder: {
    method: 'post',
    path: '/v1/orders',
    summary: 'Place an order, and have it decided',
    scope: 'orders:place',
    body: http.PlaceOrder,
    answers: { 201: http.OrderView, 202: http.OrderView },
    errors: [
      'payment_declined',
      'authentication_required',
      'out_of_stock',
      'unknown_sku',
      'customer_rejected',
      'review_rejected',
      'review_expired',
      'overloaded',
      'dependency_unavailable',
      'idempotency_key_required',
      'idempotency_key_reused',
      'idempotency_in_progress',
    ],
    idempotencyKey: 'required',
  },
  placeOrders: {
    method: 'post',
    path: '/v1/orders/batch',
    summary: 'Place up to 1,000 orders, one a line, each as if it came by itself',
    scope: 'orders:place',
    body: batches.Batch,
    bodyType: batches.NDJSON,
    answers: { 200: batches.BatchOutcomes },
    stream: [batches.NDJSON],
    errors: ['overloaded'],
    idempotencyKey: 'of each line',
  },
  listOrders: {
    method: 'get',
    path: '/v1/orders',
    summary: 'List orders, newest first',
    scope: 'orders:read',
    query: http.ListOrders,
    answers: { 200: http.OrderPage },
    errors: ['not_found'],
  },
  exportOrders: {
    method: 'get',
    path: '/v1/orders/export',
    summary: 'Export orders, newest first, as many as there are: one a line',
    scope: 'orders:read',
    query: http.ExportOrders,
    answers: { 200: http.OrderExport },
    stream: [batches.NDJSON, 'text/csv'],
    errors: ['not_found'],
  },
  getOrder: {
    method: 'get',
    path: '/v1/orders/:id',
    summary: 'Read an order',
    scope: 'orders:read',
    params: http.OrderPath,
    answers: { 200: http.OrderView },
    errors: ['not_found'],
  },
  getTimeline: {
    method: 'get',
    path: '/v1/orders/:id/events',
    summary: 'Read what happened to an order',
    scope: 'orders:read',
    params: http.OrderPath,
    query: http.ListEvents,
    answers: { 200: http.Timeline },
    errors: ['not_found'],
  },
  streamOrder: {
    method: 'get',
    path: '/v1/orders/:id/stream',
    summary: 'Follow an order: what has happened to it and what happens next, as server-sent events',
    scope: 'orders:read',
    params: http.OrderPath,
    query: http.StreamOrder,
    answers: { 200: http.StreamedEvent },
    stream: ['text/event-stream'],
    errors: ['not_found'],
  },
  patchOrder: {
    method: 'patch',
    path: '/v1/orders/:id',
    summary: 'Change the shipping address before it ships, or the lines that have not shipped',
    scope: 'orders:change',
    params: http.OrderPath,
    body: changes.PatchOrder,
    answers: { 200: http.OrderView, 202: http.OrderView },
    errors: [...refusals, 'out_of_stock', 'unknown_sku', 'payment_declined', 'authentication_required'],
  },
  cancelOrder: {
    method: 'post',
    path: '/v1/orders/:id/cancel',
    summary: 'Cancel an order, before anything has shipped',
    scope: 'orders:change',
    params: http.OrderPath,
    body: http.CancelOrder,
    answers: { 200: http.OrderView, 202: http.OrderView },
    errors: keyed,
  },
  shipOrder: {
    method: 'post',
    path: '/v1/orders/:id/shipments',
    summary: 'Say that a parcel has shipped',
    scope: 'shipments:write',
    params: http.OrderPath,
    body: http.ShipOrder,
    answers: { 200: http.OrderView, 201: http.OrderView },
    errors: keyed,
  },
  deliverShipment: {
    method: 'post',
    path: '/v1/orders/:id/shipments/:shipmentId/deliver',
    summary: 'Say that a parcel has been delivered',
    scope: 'shipments:write',
    params: http.ShipmentPath,
    body: http.DeliverShipment,
    answers: { 200: http.OrderView },
    errors: keyed,
  },
  cancelLine: {
    method: 'post',
    path: '/v1/orders/:id/lines/:lineId/cancel',
    summary: 'Cancel units of a line that have not shipped',
    scope: 'orders:change',
    params: http.LinePath,
    body: changes.CancelLine,
    answers: { 200: http.OrderView, 202: http.OrderView },
    errors: keyed,
  },
  refundOrder: {
    method: 'post',
    path: '/v1/orders/:id/refunds',
    summary: 'Give money back: an amount, or what was paid for units of lines',
    scope: 'refunds:write',
    params: http.OrderPath,
    body: changes.RefundOrder,
    answers: { 201: http.RefundView },
    errors: [...keyed, 'refund_exceeds_captured', 'refund_failed', 'idempotency_key_required'],
    idempotencyKey: 'required',
  },
  listRefunds: {
    method: 'get',
    path: '/v1/orders/:id/refunds',
    summary: "List an order's refunds, oldest first",
    scope: 'orders:read',
    params: http.OrderPath,
    answers: { 200: http.RefundList },
    errors: ['not_found'],
  },
  requestReturn: {
    method: 'post',
    path: '/v1/orders/:id/returns',
    summary: 'Ask to send back what has been delivered',
    scope: 'returns:request',
    params: http.OrderPath,
    body: changes.RequestReturn,
    answers: { 201: http.ReturnView },
    errors: [...keyed, 'return_window_closed'],
  },
  listReturns: {
    method: 'get',
    path: '/v1/orders/:id/returns',
    summary: "List an order's returns, oldest first",
    scope: 'orders:read',
    params: http.OrderPath,
    answers: { 200: http.ReturnList },
    errors: ['not_found'],
  },
  approveReturn: {
    method: 'post',
    path: '/v1/orders/:id/returns/:returnId/approve',
    summary: 'Approve a return: it may be sent',
    scope: 'returns:decide',
    params: http.ReturnPath,
    body: changes.ApproveReturn,
    answers: { 200: http.ReturnView },
    errors: keyed,
  },
  rejectReturn: {
    method: 'post',
    path: '/v1/orders/:id/returns/:returnId/reject',
    summary: 'Reject a return',
    scope: 'returns:decide',
    params: http.ReturnPath,
    body: changes.Reasoned,
    answers: { 200: http.ReturnView },
    errors: keyed,
  },
  receiveReturn: {
    method: 'post',
    path: '/v1/orders/:id/returns/:returnId/receive',
    summary: 'Say that a return is there: restocked or written off, and refunded',
    scope: 'returns:decide',
    params: http.ReturnPath,
    body: changes.ReceiveReturn,
    answers: { 200: http.ReturnView },
    errors: keyed,
  },
  holdOrder: {
    method: 'post',
    path: '/v1/orders/:id/hold',
    summary: 'Hold an order: its stock stays reserved, and nothing ships',
    scope: 'holds:write',
    params: http.OrderPath,
    body: changes.Reasoned,
    answers: { 200: http.OrderView },
    errors: keyed,
  },
  releaseOrder: {
    method: 'post',
    path: '/v1/orders/:id/release',
    summary: 'Let a held order go on',
    scope: 'holds:write',
    params: http.OrderPath,
    body: changes.ReleaseOrder,
    answers: { 200: http.OrderView },
    errors: keyed,
  },
  rejectOrder: {
    method: 'post',
    path: '/v1/orders/:id/reject',
    summary: 'Reject a held order: it is canceled, or what has not shipped of it',
    scope: 'holds:write',
    params: http.OrderPath,
    body: changes.Reasoned,
    answers: { 200: http.OrderView, 202: http.OrderView },
    errors: keyed,
  },
  resolveCompensation: {
    method: 'post',
    path: '/v1/orders/:id/compensations/:step/resolve',
    summary: 'Retry or skip what was given up and waits for an operator',
    scope: 'attention:resolve',
    params: http.CompensationPath,
    body: http.ResolveCompensation,
    answers: { 200: http.OrderView, 202: http.OrderView },
    errors: keyed,
  },
  setInventory: {
    method: 'put',
    path: '/v1/inventory/:sku',
    summary: 'Set what is on hand of a SKU at a location, and whether orders wait for it',
    scope: 'inventory:write',
    params: http.SkuPath,
    body: http.SetInventory,
    query: http.InventoryLocation,
    answers: { 200: http.InventoryView },
    errors: ['version_mismatch'],
  },
  getInventory: {
    method: 'get',
    path: '/v1/inventory/:sku',
    summary: 'Read the stock of a SKU',
    scope: 'inventory:read',
    params: http.SkuPath,
    answers: { 200: http.InventoryView },
    errors: ['not_found'],
  },
  listInventory: {
    method: 'get',
    path: '/v1/inventory',
    summary: 'List the stock, by SKU',
    scope: 'inventory:read',
    query: http.ListInventory,
    answers: { 200: http.InventoryList },
    errors: [],
  },
  dailyAnalytics: {
    method: 'get',
    path: '/v1/analytics/daily',
    summary: 'Read figures by day and storefront; a day without orders is left out',
    scope: 'analytics:read',
    query: http.DailyAnalytics,
    answers: { 200: http.DailyAnalyticsView },
    errors: [],
  },
  liveAnalytics: {
    method: 'get',
    path: '/v1/analytics/live',
    summary: "Read how storefronts are doing now: today's orders, the last hour, and what waits for a person",
    scope: 'analytics:read',
    query: live.LiveAnalytics,
    answers: { 200: live.LiveAnalyticsView },
    errors: ['not_found'],
  },
  listDeadLetters: {
    method: 'get',
    path: '/v1/dead-letters',
    summary: 'List the messages that no service could handle, or a topic not deliver',
    scope: 'dead-letters:read',
    query: letters.ListDeadLetters,
    answers: { 200: letters.DeadLetterList },
    errors: ['not_found'],
  },
  getDeadLetter: {
    method: 'get',
    path: '/v1/dead-letters/:queue/:letterId',
    summary: 'Read one of them, with its body',
    scope: 'dead-letters:read',
    params: letters.DeadLetterPath,
    answers: { 200: letters.DeadLetterInFull },
    errors: ['not_found'],
  },
  redriveDeadLetter: {
    method: 'post',
    path: '/v1/dead-letters/:queue/:letterId/redrive',
    summary: 'Put one back into its queue, and into no other; the answer is what it was',
    scope: 'dead-letters:write',
    params: letters.DeadLetterPath,
    body: changes.Reasoned,
    answers: { 200: letters.DeadLetterView },
    errors: ['not_found', 'idempotency_key_reused'],
  },
  dropDeadLetter: {
    method: 'post',
    path: '/v1/dead-letters/:queue/:letterId/drop',
    summary: 'Throw one away; the answer is what it was',
    scope: 'dead-letters:write',
    params: letters.DeadLetterPath,
    body: changes.Reasoned,
    answers: { 200: letters.DeadLetterView },
    errors: ['not_found', 'idempotency_key_reused'],
  },
  listAudit: {
    method: 'get',
    path: '/v1/audit',
    summary: 'List what operators and support have done through the API, newest first',
    scope: 'audit:read',
    query: audit.ListAudit,
    answers: { 200: audit.AuditList },
    errors: [],
  },
  getCaller: {
    method: 'get',
    path: '/v1/caller',
    summary: 'Read who calls, and what it may',
    scope: null,
    answers: { 200: CallerView },
    errors: [],
  },
  createWebhookEndpoint: {
    method: 'post',
    path: '/v1/webhook-endpoints',
    summary: "Have somebody told of the storefront's orders; the secret that signs is shown here alone",
    scope: 'webhooks:write',
    body: webhooks.CreateWebhookEndpoint,
    answers: { 201: webhooks.WebhookEndpointWithSecret },
    errors: ['not_found', 'too_many_endpoints', 'idempotency_key_reused'],
  },
  listWebhookEndpoints: {
    method: 'get',
    path: '/v1/webhook-endpoints',
    summary: 'List who is told, newest first',
    scope: 'webhooks:read',
    query: webhooks.ListWebhooks,
    answers: { 200: webhooks.WebhookEndpointList },
    errors: [],
  },
  getWebhookEndpoint: {
    method: 'get',
    path: '/v1/webhook-endpoints/:endpointId',
    summary: 'Read a webhook endpoint',
    scope: 'webhooks:read',
    params: webhooks.WebhookEndpointPath,
    answers: { 200: webhooks.WebhookEndpointView },
    errors: ['not_found'],
  },
  patchWebhookEndpoint: {
    method: 'patch',
    path: '/v1/webhook-endpoints/:endpointId',
    summary: 'Change where it is and what it hears; enable it again, or disable it',
    scope: 'webhooks:write',
    params: webhooks.WebhookEndpointPath,
    body: webhooks.PatchWebhookEndpoint,
    answers: { 200: webhooks.WebhookEndpointView },
    errors: ['not_found', 'version_mismatch'],
  },
  deleteWebhookEndpoint: {
    method: 'delete',
    path: '/v1/webhook-endpoints/:endpointId',
    summary: 'Delete it, with the log of its deliveries; the answer is what it was',
    scope: 'webhooks:write',
    params: webhooks.WebhookEndpointPath,
    answers: { 200: webhooks.WebhookEndpointView },
    errors: ['not_found', 'version_mismatch'],
  },
  rotateWebhookSecret: {
    method: 'post',
    path: '/v1/webhook-endpoints/:endpointId/rotate-secret',
    summary: 'Have another secret, shown here alone; the old one signs beside it for 24 hours',
    scope: 'webhooks:write',
    params: webhooks.WebhookEndpointPath,
    answers: { 200: webhooks.WebhookEndpointWithSecret },
    errors: ['not_found', 'version_mismatch', 'idempotency_key_reused'],
  },
  listWebhookDeliveries: {
    method: 'get',
    path: '/v1/webhook-endpoints/:endpointId/deliveries',
    summary: 'List what was sent to it, or is to be, newest first',
    scope: 'webhooks:read',
    params: webhooks.WebhookEndpointPath,
    query: webhooks.ListWebhooks,
    answers: { 200: webhooks.WebhookDeliveryList },
    errors: ['not_found'],
  },
  replayWebhookDelivery: {
    method: 'post',
    path: '/v1/webhook-endpoints/:endpointId/deliveries/:deliveryId/replay',
    summary: 'Send it again, under the same id, by the whole schedule; the answer is what it was',
    scope: 'webhooks:write',
    params: webhooks.WebhookDeliveryPath,
    answers: { 202: webhooks.WebhookDeliveryView },
    errors: ['not_found', 'endpoint_disabled', 'idempotency_key_reused', 'dependency_unavailable'],
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

type SchemaOf<Name extends OperationName, Part extends string> =
  (typeof OPERATIONS)[Name] extends Record<Part, infer Schema>
    ? Schema extends z.ZodType
      ? z.infer<Schema>
      : undefined
    : undefined;

/** Bytes, where it is no JSON. */
export type BodyOf<Name extends OperationName> = (typeof OPERATIONS)[Name] extends { bodyType: string }
  ? Uint8Array
  : SchemaOf<Name, 'body'>;
export type QueryOf<Name extends OperationName> = SchemaOf<Name, 'query'>;
export type ParamsOf<Name extends OperationName> = SchemaOf<Name, 'params'>;
