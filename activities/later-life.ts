import { log } from '@temporalio/activity';
import { newId } from '../db/ids.ts';
import { Address } from '../contracts/http.ts';
import { ShipmentUpdated } from '../contracts/signals.ts';
import type { Tx } from '../db/client.ts';
import { readEvents, tell } from '../db/order-events.ts';
import { changeOrder, theOrder } from '../db/orders.ts';
import { noteAllocated } from '../db/backorders.ts';
import { takeShipped } from '../db/stock.ts';
import { changeAddress, deliver, deliverOrKeep, ship, shipOrReport, type ShipmentUpdate } from '../domain/decisions.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderEvent } from '../domain/events.ts';
import { needsAttentionFor, type Order, type Shipment } from '../domain/order.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import { isLive } from '../domain/states.ts';
import type { ActivityDeps } from './deps.ts';
import { parse } from './parsing.ts';

export interface ShipmentOutcome {
  order: OrderSnapshot;
  /** The message had been handled before. */
  repeated: boolean;
}

/** What happens to an order after its answer. */
export function laterLifeActivities({ db, committed }: ActivityDeps) {
  const recording = {
    /**
     * A shipping system's word, whichever way it came. A repeated `eventId` changes nothing.
     * @param message of the shape of the signal `shipmentUpdated`
     * @param keepEarly whether a delivery that overtook its shipment is kept, or refused; and whether a parcel that the order's
     *   state does not have is put before an operator, or refused
     * @throws `invalid_request` for an unknown shape, `invalid_transition`
     */
    async recordShipment(orderId: string, message: unknown, keepEarly: boolean): Promise<ShipmentOutcome> {
      const update = shipmentUpdate(message);
      const { order, changed } = await changeOrder(
        db,
        orderId,
        async (current, tx) => {
          if (update.type === 'delivered') return (keepEarly ? deliverOrKeep : deliver)(current, update);
          const events = (keepEarly ? shipOrReport : ship)(current, update, newId());
          await takeParcels(tx, current, events);
          return events;
        },
        update.eventId,
      );
      committed(order);
      return { order: snapshotOf(order), repeated: !changed };
    },
  };

  return {
    ...recording,

    /** Many, one after the other: what is refused of them changes nothing. */
    async recordShipments(orderId: string, messages: readonly unknown[]): Promise<OrderSnapshot> {
      for (const message of messages) {
        try {
          await recording.recordShipment(orderId, message, true);
        } catch (error) {
          if (!(error instanceof OrderSagaError)) throw error;
          log.warn('a shipment update was ignored', { error: error.message });
        }
      }
      return snapshotOf(await theOrder(db, orderId));
    },

    /**
     * Parcels that left when the order's state did not have them, now that it may: an operator's retry. All of them, or none.
     * @throws `invalid_transition` where it still does not
     */
    async recordRefused(orderId: string, note: string): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, async (current, tx) => {
        if (!needsAttentionFor(current, 'shipment')) return [];
        let after = current;
        const events: OrderEvent[] = [];
        for (const { eventId, shipment } of unanswered(await readEvents(tx, orderId))) {
          if (after.shipments.some(({ id }) => id === shipment.id)) continue;
          const left = ship(after, { eventId, ...parcelOf(shipment) }, shipment.id);
          after = await takeParcels(tx, after, left);
          events.push(...left);
        }
        return [...events, { type: 'step.retried', data: { step: 'shipment', note } }];
      });
      committed(order);
      return snapshotOf(order);
    },

    /** Stock has come for units that waited for it. */
    async noteStock(orderId: string): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, async (current, tx) => {
        const reservations = isLive(current.status) ? await noteAllocated(tx, orderId) : [];
        return reservations.length > 0 ? [{ type: 'stock.allocated', data: { reservations } }] : [];
      });
      committed(order);
      return snapshotOf(order);
    },

    /** @throws `invalid_request` for what is no address, `invalid_transition` once it has shipped */
    async changeAddress(orderId: string, wanted: unknown): Promise<OrderSnapshot> {
      const address = parse(Address, wanted, 'address');
      const { order } = await changeOrder(db, orderId, () => changeAddress(address));
      committed(order);
      return snapshotOf(order);
    },
  };
}

/** @throws OrderSagaError `invalid_transition` before anything is taken: a canceled order may have given its stock back */
async function takeParcels(tx: Tx, order: Order, events: readonly OrderEvent[]): Promise<Order> {
  const after = tell(order, events).order;
  for (const event of events) {
    if (event.type === 'order.shipped' || event.type === 'order.partially_shipped') {
      await takeShipped(tx, order, event.data.shipment.lines);
    }
  }
  return after;
}

/** Refused parcels that no operator has answered for: what was settled by hand has been taken from the stock by hand. */
function unanswered(past: readonly OrderEvent[]) {
  const skipped = past.findLastIndex((event) => event.type === 'step.skipped' && event.data.step === 'shipment');
  return past.slice(skipped + 1).flatMap((event) => (event.type === 'shipment.refused' ? [event.data] : []));
}

function parcelOf({ id, carrier, trackingNumber, lines }: Shipment): Omit<ShipmentUpdate, 'eventId'> {
  return { shipmentId: id, carrier: carrier ?? undefined, trackingNumber: trackingNumber ?? undefined, lines };
}

function shipmentUpdate(message: unknown): ShipmentUpdate & { type: 'shipped' | 'delivered' } {
  const data = parse(ShipmentUpdated, message, 'shipment update');
  return {
    eventId: data.eventId,
    type: data.type,
    shipmentId: data.shipmentId ?? undefined,
    carrier: data.carrier ?? undefined,
    trackingNumber: data.trackingNumber ?? undefined,
    lines: data.lines ?? undefined,
  };
}
