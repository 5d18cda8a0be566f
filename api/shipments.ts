import type { Db } from '../db/client.ts';
import { isKnown } from '../db/order-events.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { orderAnswer } from './order-answers.ts';
import { takeInHand } from './order-in-hand.ts';
import type { Handlers } from './routes.ts';

/** What carriers and operators say of parcels: whoever says it again is known by the `eventId`. */
export function shipmentHandlers({
  db,
  gateway,
}: {
  db: Db;
  gateway: OrderGateway;
}): Pick<Handlers, 'shipOrder' | 'deliverShipment'> {
  return {
    async shipOrder(call) {
      const { eventId } = call.body;
      const { order: before } = await takeInHand(db, call, { isDone: ({ id }) => isKnown(db, id, eventId) });
      const { order, repeated } = await gateway.ship(before.id, call.body);
      return orderAnswer(repeated ? 200 : 201, order, call.caller);
    },

    async deliverShipment(call) {
      const { eventId } = call.body;
      const { order: before } = await takeInHand(db, call, { isDone: ({ id }) => isKnown(db, id, eventId) });
      const { order } = await gateway.deliver(before.id, { ...call.body, shipmentId: call.params.shipmentId });
      return orderAnswer(200, order, call.caller);
    },
  };
}
