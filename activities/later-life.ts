import { newId } from '../db/ids.ts';
import type { z } from 'zod';
import { Address } from '../contracts/http.ts';
import { ShipmentUpdated } from '../contracts/signals.ts';
import { changeOrder } from '../db/orders.ts';
import { takeShipped } from '../db/stock.ts';
import { changeAddress, deliver, deliverOrKeep, ship, type ShipmentUpdate } from '../domain/decisions.ts';
import { OrderSagaError } from '../domain/errors.ts';
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
      const update = shipmentUpdate(message);
      const { order, changed } = await changeOrder(
        db,
        orderId,
        async (current, tx) => {
          if (update.type === 'delivered') return (keepEarly ? deliverOrKeep : deliver)(current, update);
          const events = ship(current, update, newId());
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

    /** @throws `invalid_request` for what is no address, `invalid_transition` once it has shipped */
    async changeAddress(orderId: string, wanted: unknown): Promise<OrderSnapshot> {
      const address = parse(Address, wanted, 'address');
      const { order } = await changeOrder(db, orderId, () => changeAddress(address));
      committed(order);
      return snapshotOf(order);
    },
  };
}

/** Signals and updates come from outside too: their arguments are checked here, as zod stays out of workflows. */
function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const errors = error.issues.map(({ path, message: detail }) => ({ pointer: `/${path.join('/')}`, detail }));
  throw new OrderSagaError('invalid_request', `The ${what} has an unknown shape`, { errors });
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
