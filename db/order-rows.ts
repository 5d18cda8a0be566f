import { asc, type InferInsertModel, type InferSelectModel } from 'drizzle-orm';
import type { Order } from '../domain/order.ts';
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
  createdAt,
  updatedAt,
  ...rest
}: OrderWithParts): Order {
  return {
    ...rest,
    payment: { status: paymentStatus, authorized, captured, refunded },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export function toOrderRow(order: Order): InferInsertModel<typeof orders> {
  const { payment, lines: _lines, shipments: _shipments, createdAt, updatedAt, ...rest } = order;
  return {
    ...rest,
    paymentStatus: payment.status,
    authorized: payment.authorized,
    captured: payment.captured,
    refunded: payment.refunded,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}

export function toLineRow(order: Order, position: number): LineRow | undefined {
  const line = order.lines[position];
  return line && { ...line, orderId: order.id, position };
}

export function toShipmentRow(order: Order, position: number): ShipmentRow | undefined {
  const shipment = order.shipments[position];
  return shipment && { ...shipment, orderId: order.id, position };
}
