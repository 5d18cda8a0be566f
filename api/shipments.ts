import type { Db } from '../db/client.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { needsAttentionFor } from '../domain/order.ts';
import { orderAnswer } from './order-answers.ts';
import { readMatching } from './order-in-hand.ts';
import type { Handlers } from './routes.ts';

/** What carriers and operators do with orders that run. */
export function shipmentHandlers({
  db,
  gateway,
}: {
  db: Db;
  gateway: OrderGateway;
}): Pick<Handlers, 'shipOrder' | 'deliverShipment' | 'resolveCompensation'> {
  return {
    async shipOrder(call) {
      const { id } = await readMatching(db, call);
      const { order, repeated } = await gateway.ship(id, call.body);
      return orderAnswer(repeated ? 200 : 201, order);
    },

    async deliverShipment(call) {
      const { id } = await readMatching(db, call);
      const { order } = await gateway.deliver(id, { ...call.body, shipmentId: call.params.shipmentId });
      return orderAnswer(200, order);
    },

    async resolveCompensation(call) {
      const standing = await readMatching(db, call);
      const { id, status } = standing;
      const { step } = call.params;
      if (!needsAttentionFor(standing, step)) {
        throw new OrderSagaError('invalid_transition', `The order is ${status}: ${step} does not wait for anybody`);
      }
      const { order, decided } = await gateway.resolve(id, step, call.body.action, call.body.reason);
      return orderAnswer(decided ? 200 : 202, order);
    },
  };
}
