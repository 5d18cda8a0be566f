import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import type { Order } from '../domain/order.ts';
import type { orderLines, orders, shipments } from './schema.ts';

export type OrderRow = InferSelectModel<typeof orders>;
export type LineRow = InferSelectModel<typeof orderLines>;
export type ShipmentRow = InferSelectModel<typeof shipments>;

/** The order from its rows; lines and shipments in the order of their position. */
export function fromRows(row: OrderRow, lineRows: LineRow[], shipmentRows: ShipmentRow[]): Order {
  const { paymentStatus, authorized, captured, refunded, createdAt, updatedAt, ...rest } = row;
  return {
    ...rest,
    payment: { status: paymentStatus, authorized, captured, refunded },
    lines: lineRows
      .toSorted((a, b) => a.position - b.position)
      .map(({ orderId: _order, position: _position, ...line }) => line),
    shipments: shipmentRows
      .toSorted((a, b) => a.position - b.position)
      .map(({ orderId: _order, position: _position, ...shipment }) => shipment),
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
