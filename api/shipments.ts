import type { Db } from '../db/client.ts';
import { findOrder } from '../db/orders.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import type { Order } from '../domain/order.ts';
import { ownOrder } from './caller.ts';
import { orderAnswer } from './order-answers.ts';
import { checkVersion } from './orders.ts';
import type { Call, Handlers } from './routes.ts';

/** What carriers and operators do with orders that run. */
export function shipmentHandlers({
  db,
  gateway,
}: {
  db: Db;
  gateway: OrderGateway;
}): Pick<Handlers, 'shipOrder' | 'deliverShipment' | 'resolveCompensation'> {
  async function theOrder({ caller, params, header }: Pick<Call<'shipOrder'>, 'caller' | 'params' | 'header'>) {
    const order: Order = ownOrder(caller, await findOrder(db, params.id), params.id);
    checkVersion(order, header('if-match'));
    return order;
  }

  return {
    async shipOrder(call) {
      const { id } = await theOrder(call);
      const { order, repeated } = await gateway.ship(id, call.body);
      return orderAnswer(repeated ? 200 : 201, order);
    },

    async deliverShipment(call) {
      const { id } = await theOrder(call);
      const { order } = await gateway.deliver(id, { ...call.body, shipmentId: call.params.shipmentId });
      return orderAnswer(200, order);
    },

    async resolveCompensation(call) {
      const { id, failedCompensations, status } = await theOrder(call);
      const { step } = call.params;
      if (!failedCompensations.includes(step)) {
        throw new OrderSagaError('invalid_transition', `The order is ${status}: ${step} does not wait for anybody`);
      }
      const { order, decided } = await gateway.resolve(id, step, call.body.action, call.body.reason);
      return orderAnswer(decided ? 200 : 202, order);
    },
  };
}
