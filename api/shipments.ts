import type { Db } from '../db/client.ts';
import { isKnown } from '../db/order-events.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { orderAnswer } from './order-answers.ts';
import { changing } from './order-in-hand.ts';
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
    shipOrder: (call) =>
      changing(
        db,
        call,
        async ({ order }) => {
          const { order: shipped, repeated } = await gateway.ship(order.id, call.body);
          return orderAnswer(repeated ? 200 : 201, shipped, call.caller);
        },
        { isDone: ({ id }) => isKnown(db, id, call.body.eventId) },
      ),

    deliverShipment: (call) =>
      changing(
        db,
        call,
        async ({ order }) => {
          const update = { ...call.body, shipmentId: call.params.shipmentId };
          return orderAnswer(200, (await gateway.deliver(order.id, update)).order, call.caller);
        },
        { isDone: ({ id }) => isKnown(db, id, call.body.eventId) },
      ),
  };
}
