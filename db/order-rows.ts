import { asc, type InferInsertModel, type InferSelectModel } from 'drizzle-orm';
import type { Order } from '../domain/order.ts';
import { jsonRow } from './one-statement.ts';
import { orderLines, type orders, shipments } from './schema.ts';

type OrderRow = InferSelectModel<typeof orders>;
export type LineRow = InferSelectModel<typeof orderLines>;
export type ShipmentRow = InferSelectModel<typeof shipments>;

/** What belongs to an order's row, in the order of its positions. */
export const PARTS = {
  lines: { orderBy: asc(orderLines.position), columns: { orderId: false, position: false } },
  shipments: { orderBy: asc(shipments.position), columns: { orderId: false, position: false } },
} as const;

type OrderWithParts = OrderRow & {
  lines: Omit<LineRow, 'orderId' | 'position'>[];
  shipments: Omit<ShipmentRow, 'orderId' | 'position'>[];
};

export function fromRows({
  paymentStatus,
  authorized,
  captured,
  refunded,
  deliveredAt,
  createdAt,
  updatedAt,
  ...rest
}: OrderWithParts): Order {
  return {
    ...rest,
    payment: { status: paymentStatus, authorized, captured, refunded },
    deliveredAt: deliveredAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export function toOrderRow(order: Order): InferInsertModel<typeof orders> {
  const { payment, lines: _lines, shipments: _shipments, deliveredAt, createdAt, updatedAt, ...rest } = order;
  return {
    ...rest,
    paymentStatus: payment.status,
    authorized: payment.authorized,
    captured: payment.captured,
    refunded: payment.refunded,
    deliveredAt: deliveredAt === null ? null : new Date(deliveredAt),
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}

/** As JSON, see one-statement.ts. */
export function lineRows(order: Order): Record<string, unknown>[] {
  return order.lines.map((line, position) => jsonRow(orderLines, { ...line, orderId: order.id, position }));
}

/** As JSON, see one-statement.ts. */
export function shipmentRows(order: Order): Record<string, unknown>[] {
  return order.shipments.map((parcel, position) => jsonRow(shipments, { ...parcel, orderId: order.id, position }));
}
