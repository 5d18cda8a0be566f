import type { z } from 'zod';
import * as http from './http.ts';

export const ROLES = ['checkout', 'carrier', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch';
  /** Express' syntax. */
  path: string;
  summary: string;
  /** Who may call it. A checkout reaches its own storefront's orders. */
  roles: readonly Role[];
  /** What the path names. */
  params?: z.ZodType;
  body?: z.ZodType;
  query?: z.ZodType;
  /** Good answers by status. Errors are problem+json throughout. */
  answers: Record<number, z.ZodType>;
  /** Error codes a caller should know beside those that every operation has. */
  errors: readonly string[];
  idempotencyKey?: 'required';
}

const shopAndOperator = ['checkout', 'operator'] as const;
const carrierAndOperator = ['carrier', 'operator'] as const;

/** Every operation of the API, once: routes, checks, roles and OpenAPI come from this table. */
export const OPERATIONS = {
  placeOrder: {
    method: 'post',
    path: '/v1/orders',
    summary: 'Place an order, and have it decided',
    roles: ['checkout'],
    body: http.PlaceOrder,
    answers: { 201: http.OrderView, 202: http.OrderView },
    errors: [
      'payment_declined',
      'authentication_required',
      'out_of_stock',
      'unknown_sku',
      'customer_rejected',
      'dependency_unavailable',
      'idempotency_key_required',
      'idempotency_key_reused',
      'idempotency_in_progress',
    ],
    idempotencyKey: 'required',
  },
  listOrders: {
    method: 'get',
    path: '/v1/orders',
    summary: 'List orders, newest first',
    roles: shopAndOperator,
    query: http.ListOrders,
    answers: { 200: http.OrderList },
    errors: [],
  },
  getOrder: {
    method: 'get',
    path: '/v1/orders/:id',
    summary: 'Read an order',
    roles: shopAndOperator,
    params: http.OrderPath,
    answers: { 200: http.OrderView },
    errors: ['not_found'],
  },
  getTimeline: {
    method: 'get',
    path: '/v1/orders/:id/events',
    summary: 'Read what happened to an order',
    roles: shopAndOperator,
    params: http.OrderPath,
    query: http.ListEvents,
    answers: { 200: http.Timeline },
    errors: ['not_found'],
  },
  patchOrder: {
    method: 'patch',
    path: '/v1/orders/:id',
    summary: 'Change the shipping address, before it ships',
    roles: shopAndOperator,
    params: http.OrderPath,
    body: http.PatchOrder,
    answers: { 200: http.OrderView },
    errors: ['not_found', 'invalid_transition', 'version_mismatch'],
  },
  cancelOrder: {
    method: 'post',
    path: '/v1/orders/:id/cancel',
    summary: 'Cancel an order, before anything has shipped',
    roles: shopAndOperator,
    params: http.OrderPath,
    body: http.CancelOrder,
    answers: { 200: http.OrderView, 202: http.OrderView },
    errors: ['not_found', 'invalid_transition', 'version_mismatch'],
  },
  shipOrder: {
    method: 'post',
    path: '/v1/orders/:id/shipments',
    summary: 'Say that a parcel has shipped',
    roles: carrierAndOperator,
    params: http.OrderPath,
    body: http.ShipOrder,
    answers: { 200: http.OrderView, 201: http.OrderView },
    errors: ['not_found', 'invalid_transition', 'version_mismatch'],
  },
  deliverShipment: {
    method: 'post',
    path: '/v1/orders/:id/shipments/:shipmentId/deliver',
    summary: 'Say that a parcel has been delivered',
    roles: carrierAndOperator,
    params: http.ShipmentPath,
    body: http.DeliverShipment,
    answers: { 200: http.OrderView },
    errors: ['not_found', 'invalid_transition', 'version_mismatch'],
  },
  resolveCompensation: {
    method: 'post',
    path: '/v1/orders/:id/compensations/:step/resolve',
    summary: 'Retry or skip a compensation or a capture that was given up',
    roles: ['operator'],
    params: http.CompensationPath,
    body: http.ResolveCompensation,
    answers: { 200: http.OrderView, 202: http.OrderView },
    errors: ['not_found', 'invalid_transition'],
  },
  setInventory: {
    method: 'put',
    path: '/v1/inventory/:sku',
    summary: 'Set what is on hand of a SKU at a location, and whether orders wait for it',
    roles: ['operator'],
    params: http.SkuPath,
    body: http.SetInventory,
    query: http.InventoryLocation,
    answers: { 200: http.InventoryView },
    errors: [],
  },
  getInventory: {
    method: 'get',
    path: '/v1/inventory/:sku',
    summary: 'Read the stock of a SKU',
    roles: ['operator'],
    params: http.SkuPath,
    answers: { 200: http.InventoryView },
    errors: ['not_found'],
  },
  dailyAnalytics: {
    method: 'get',
    path: '/v1/analytics/daily',
    summary: 'Read figures by day and storefront; a day without orders is left out',
    roles: ['operator'],
    query: http.DailyAnalytics,
    answers: { 200: http.DailyAnalyticsView },
    errors: [],
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

type SchemaOf<Name extends OperationName, Part extends string> =
  (typeof OPERATIONS)[Name] extends Record<Part, infer Schema>
    ? Schema extends z.ZodType
      ? z.infer<Schema>
      : undefined
    : undefined;

export type BodyOf<Name extends OperationName> = SchemaOf<Name, 'body'>;
export type QueryOf<Name extends OperationName> = SchemaOf<Name, 'query'>;
export type ParamsOf<Name extends OperationName> = SchemaOf<Name, 'params'>;
