import type { OrderEvent } from './events.ts';
import { invalidField } from './errors.ts';
import type { Minor } from './money.ts';
import { type Address, type Compensation, type LineQuantity, type Order, type Shipment, unitsLeft } from './order.ts';
import { invalidTransition } from './states.ts';

/** A shipping system's word on a parcel. No lines: all that is left. */
export interface ShipmentUpdate {
  eventId: string;
  shipmentId?: string | undefined;
  carrier?: string | undefined;
  trackingNumber?: string | undefined;
  lines?: LineQuantity[] | undefined;
}

/**
 * A parcel leaves. A delivery that came before it is applied at once.
 * @param newId the parcel's id where the sender gave none
 */
export function ship(order: Order, update: ShipmentUpdate, newId: string): OrderEvent[] {
  const shipment: Shipment = {
    id: update.shipmentId ?? newId,
    status: 'SHIPPED',
    carrier: update.carrier ?? null,
    trackingNumber: update.trackingNumber ?? null,
    lines: parcelLines(order, update.lines ?? []),
  };
  if (order.shipments.some((known) => known.id === shipment.id)) {
    throw invalidTransition(order.status, `parcel ${shipment.id} has shipped already`);
  }
  const left = order.lines.reduce((sum, line) => sum + unitsLeft(line), 0);
  const taken = shipment.lines.reduce((sum, line) => sum + line.quantity, 0);
  const type = taken === left ? 'order.shipped' : 'order.partially_shipped';
  const events: OrderEvent[] = [{ type, data: { eventId: update.eventId, shipment } }];

  const early = order.earlyDeliveries.find((e) => e.shipmentId === null || e.shipmentId === shipment.id);
  if (early) {
    const others = order.shipments.every((known) => known.status === 'DELIVERED');
    const last = type === 'order.shipped' && others;
    events.push({
      type: last ? 'order.delivered' : 'parcel.delivered',
      data: { eventId: early.eventId, shipmentId: shipment.id },
    });
  }
  return events;
}

/** A parcel arrives. Without a parcel's id it is the oldest that is still under way. */
export function deliver(order: Order, update: Pick<ShipmentUpdate, 'eventId' | 'shipmentId'>): OrderEvent[] {
  const parcel = order.shipments.find((s) =>
    update.shipmentId === undefined ? s.status === 'SHIPPED' : s.id === update.shipmentId,
  );
  if (!parcel) throw invalidTransition(order.status, `there is no parcel ${update.shipmentId ?? ''} under way`);
  if (parcel.status === 'DELIVERED') {
    throw invalidTransition(order.status, `parcel ${parcel.id} has been delivered already`);
  }
  const last =
    order.status === 'SHIPPED' && order.shipments.every((s) => s.id === parcel.id || s.status === 'DELIVERED');
  return [
    { type: last ? 'order.delivered' : 'parcel.delivered', data: { eventId: update.eventId, shipmentId: parcel.id } },
  ];
}

/** A delivery that may have overtaken its shipment: kept until that arrives. */
export function deliverOrKeep(order: Order, update: Pick<ShipmentUpdate, 'eventId' | 'shipmentId'>): OrderEvent[] {
  const waits = order.status === 'PROCESSING' || order.status === 'PARTIALLY_SHIPPED';
  const known = order.shipments.some((s) =>
    update.shipmentId === undefined ? s.status === 'SHIPPED' : s.id === update.shipmentId,
  );
  return waits && !known
    ? [{ type: 'delivery.early', data: { eventId: update.eventId, shipmentId: update.shipmentId ?? null } }]
    : deliver(order, update);
}

export interface CancelRequest {
  /** The refusal's code, or `requested`. */
  reason: string;
  /** Words of a person. */
  note: string | null;
  details: Record<string, unknown> | null;
}

/**
 * Canceling begins; with nothing to give back it is over at once. A refusal cancels what is PENDING alone: where the
 * order was confirmed and only the answer of that was lost, the confirmation stands.
 */
export function startCancel(order: Order, request: CancelRequest, undo: Compensation[]): OrderEvent[] {
  const isOver = order.status === 'CANCELING' || order.status === 'CANCELED';
  const isDecided = request.reason !== 'requested' && order.status !== 'PENDING';
  if (isOver || isDecided) return [];
  const started: OrderEvent = { type: 'order.cancel_started', data: { ...request, undo } };
  return undo.length === 0 ? [started, CANCELED] : [started];
}

/** A compensation is done or skipped; the last one closes the order. */
export function compensated(order: Order, step: Compensation, outcome: OrderEvent): OrderEvent[] {
  if (!order.openCompensations.includes(step)) return [];
  return order.openCompensations.every((open) => open === step) ? [outcome, CANCELED] : [outcome];
}

/** An operator answers for a compensation, or for what was found open after all. */
export function skipCompensation(order: Order, step: Compensation, note: string): OrderEvent[] {
  const skipped: OrderEvent = { type: 'compensation.skipped', data: { step, note } };
  if (order.status !== 'CANCELED') return compensated(order, step, skipped);
  return order.failedCompensations.includes(step) ? [skipped] : [];
}

const CANCELED: OrderEvent = { type: 'order.canceled', data: {} };

/** What is to be taken: all that is authorized, once everything has shipped. 0 before that, after it, and of a gift. */
export function amountToCapture({ status, payment }: Order): Minor {
  return status === 'SHIPPED' || status === 'DELIVERED' ? payment.authorized : 0;
}

export function changeAddress(shippingAddress: Address): OrderEvent[] {
  return [{ type: 'address.changed', data: { shippingAddress } }];
}

function parcelLines(order: Order, wanted: LineQuantity[]): LineQuantity[] {
  if (wanted.length === 0) {
    return order.lines.filter((l) => unitsLeft(l) > 0).map((l) => ({ lineId: l.id, quantity: unitsLeft(l) }));
  }
  const left = new Map(order.lines.map((line) => [line.id, unitsLeft(line)]));
  for (const [index, { lineId, quantity }] of wanted.entries()) {
    const units = left.get(lineId);
    if (units === undefined) throw invalidField(`/lines/${index}/lineId`, `the order has no line ${lineId}`);
    if (quantity > units) throw invalidTransition(order.status, `line ${lineId} has ${units} units left to ship`);
    left.set(lineId, units - quantity);
  }
  return wanted;
}
