import type { OrderEvent } from './events.ts';
import { invalidField, OrderSagaError } from './errors.ts';
import {
  type Address,
  type Compensation,
  type LineQuantity,
  needsAttentionFor,
  type Order,
  type Shipment,
  unitsLeft,
  unitsLeftOf,
} from './order.ts';
import { invalidTransition, isDecided, isLive } from './states.ts';

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
  const shipment = parcelOf(update, newId, parcelLines(order, update.lines ?? []));
  if (order.shipments.some((known) => known.id === shipment.id)) {
    throw invalidTransition(order.status, `parcel ${shipment.id} has shipped already`);
  }
  const left = unitsLeftOf(order);
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

/**
 * A parcel left that the order cannot have sent: on hold, canceled, or of units that were taken off it while the carrier had
 * them. It is gone all the same, so an operator has to know of it. What says nothing new is refused.
 */
export function shipOrReport(order: Order, update: ShipmentUpdate, newId: string): OrderEvent[] {
  if (!isLive(order.status) || order.status === 'ON_HOLD') return [refused(order, update, newId, null)];
  try {
    return ship(order, update, newId);
  } catch (refusal) {
    const isKnown = order.shipments.some(({ id }) => id === update.shipmentId);
    const isNothing = (update.lines ?? []).length === 0 && unitsLeftOf(order) === 0;
    if (!(refusal instanceof OrderSagaError) || isKnown || isNothing) throw refusal;
    return [refused(order, update, newId, refusal)];
  }
}

function refused(order: Order, update: ShipmentUpdate, newId: string, why: OrderSagaError | null): OrderEvent {
  const shipment = parcelOf(update, newId, update.lines ?? []);
  const left = `parcel ${shipment.id} left while the order was ${order.status}`;
  const error = why ? `${left}: ${why.message}` : left;
  return { type: 'shipment.refused', data: { eventId: update.eventId, shipment, error } };
}

function parcelOf(update: ShipmentUpdate, newId: string, lines: LineQuantity[]): Shipment {
  return {
    id: update.shipmentId ?? newId,
    status: 'SHIPPED',
    carrier: update.carrier ?? null,
    trackingNumber: update.trackingNumber ?? null,
    lines,
  };
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

/** A delivery that may have overtaken its shipment: kept until that arrives, once for each parcel. */
export function deliverOrKeep(order: Order, update: Pick<ShipmentUpdate, 'eventId' | 'shipmentId'>): OrderEvent[] {
  const waits = isLive(order.status) && unitsLeftOf(order) > 0;
  const known = order.shipments.some((s) =>
    update.shipmentId === undefined ? s.status === 'SHIPPED' : s.id === update.shipmentId,
  );
  if (!waits || known) return deliver(order, update);
  const isKept = order.earlyDeliveries.some(
    ({ shipmentId }) => shipmentId !== null && shipmentId === update.shipmentId,
  );
  if (isKept) return [];
  return [{ type: 'delivery.early', data: { eventId: update.eventId, shipmentId: update.shipmentId ?? null } }];
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
  if (isOver || (isDecided(order.status) && request.reason !== 'requested')) return [];
  // A held order remembers its state, and the table does not: what has left cannot be canceled.
  if (order.shipments.length > 0) throw invalidTransition(order.status, 'a part of it has shipped');
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
  return needsAttentionFor(order, step) ? [skipped] : [];
}

const CANCELED: OrderEvent = { type: 'order.canceled', data: {} };

export function changeAddress(shippingAddress: Address): OrderEvent[] {
  return [{ type: 'address.changed', data: { shippingAddress } }];
}

/** Of what is left, what there is: units that wait for stock cannot leave. */
function parcelLines(order: Order, wanted: LineQuantity[]): LineQuantity[] {
  const parcel = wanted.length > 0 ? wanted : allThatCanLeave(order);
  if (parcel.length === 0) throw invalidTransition(order.status, 'nothing of it can be shipped');
  const left = new Map(order.lines.map((line) => [line.id, unitsLeft(line)]));
  const waiting = waitingUnits(order);
  for (const [index, { lineId, quantity }] of parcel.entries()) {
    const units = left.get(lineId);
    if (units === undefined) throw invalidField(`/lines/${index}/lineId`, `the order has no line ${lineId}`);
    if (quantity > units) throw invalidTransition(order.status, `line ${lineId} has ${units} units left to ship`);
    left.set(lineId, units - quantity);
  }
  for (const [sku, units] of waiting) {
    const rest = order.lines.reduce((sum, line) => (line.sku === sku ? sum + (left.get(line.id) ?? 0) : sum), 0);
    if (rest < units) throw invalidTransition(order.status, `${units} units of ${sku} wait for stock`);
  }
  return parcel;
}

/** What has not left and does not wait for stock. */
export function allThatCanLeave(order: Order): LineQuantity[] {
  const waiting = waitingUnits(order);
  // From the last line up, as the first ones were asked for first.
  const lines = order.lines.toReversed().map((line) => {
    const wait = Math.min(waiting.get(line.sku) ?? 0, unitsLeft(line));
    waiting.set(line.sku, (waiting.get(line.sku) ?? 0) - wait);
    return { lineId: line.id, quantity: unitsLeft(line) - wait };
  });
  return lines.toReversed().filter(({ quantity }) => quantity > 0);
}

function waitingUnits({ backorders }: Order): Map<string, number> {
  return new Map(backorders.map(({ sku, quantity }) => [sku, quantity]));
}
