import { ulid } from 'ulid';
import { ShipmentUpdated } from '../contracts/signals.ts';
import { changeOrder } from '../db/orders.ts';
import { takeShipped } from '../db/stock.ts';
import { changeAddress, deliver, deliverOrKeep, ship, type ShipmentUpdate } from '../domain/decisions.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Address } from '../domain/order.ts';
import { type OrderSnapshot, snapshotOf } from '../domain/snapshot.ts';
import type { ActivityDeps } from './deps.ts';

export interface ShipmentOutcome {
  order: OrderSnapshot;
  /** The message had been handled before. */
  repeated: boolean;
}

/** What happens to an order after its answer. */
export function laterLifeActivities({ db, committed }: ActivityDeps) {
  return {
    /**
     * A shipping system's word, whichever way it came. A repeated `eventId` changes nothing.
     * @param message of the shape of the signal `shipmentUpdated`
     * @param keepEarly whether a delivery that overtook its shipment is kept, or refused
     * @throws `invalid_request` for an unknown shape, `invalid_transition`
     */
    async recordShipment(orderId: string, message: unknown, keepEarly: boolean): Promise<ShipmentOutcome> {
      const update = parse(message);
      const { order, changed } = await changeOrder(
        db,
        orderId,
        async (current, tx) => {
          if (update.type === 'delivered') return (keepEarly ? deliverOrKeep : deliver)(current, update);
          const events = ship(current, update, ulid());
          for (const event of events) {
            if (event.type === 'order.shipped' || event.type === 'order.partially_shipped') {
              await takeShipped(tx, current, event.data.shipment.lines);
            }
          }
          return events;
        },
        update.eventId,
      );
      committed(order);
      return { order: snapshotOf(order), repeated: !changed };
    },

    /** @throws `invalid_transition` once it has shipped */
    async changeAddress(orderId: string, address: Address): Promise<OrderSnapshot> {
      const { order } = await changeOrder(db, orderId, () => changeAddress(address));
      committed(order);
      return snapshotOf(order);
    },
  };
}

function parse(message: unknown): ShipmentUpdate & { type: 'shipped' | 'delivered' } {
  const { success, data, error } = ShipmentUpdated.safeParse(message);
  if (!success) {
    const errors = error.issues.map(({ path, message: detail }) => ({ pointer: `/${path.join('/')}`, detail }));
    throw new OrderSagaError('invalid_request', 'The shipment update has an unknown shape', { errors });
  }
  return {
    eventId: data.eventId,
    type: data.type,
    shipmentId: data.shipmentId ?? undefined,
    carrier: data.carrier ?? undefined,
    trackingNumber: data.trackingNumber ?? undefined,
    lines: data.lines ?? undefined,
  };
}
