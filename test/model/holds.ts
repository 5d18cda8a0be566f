import { cancelRest, cancelWhole } from './canceling.ts';
import { acting, type Message } from './message.ts';
import { settle } from './money.ts';
import { Refused } from './shop.ts';

/** Somebody should look at it first. */
export function hold(orderId: string, id: string): Message {
  return {
    text: `hold ${orderId}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().change(orderId, 'holdOrder', id, { reason: null });
      return 'done';
    },
    act: acting(
      orderId,
      id,
      (order) => {
        if (order.status !== 'ON_HOLD') {
          if (order.status !== 'PROCESSING' && order.status !== 'PARTIALLY_SHIPPED') {
            throw new Refused('invalid_transition');
          }
          order.hold = { from: order.status, reason: 'requested' };
          order.status = 'ON_HOLD';
        }
        settle(order);
      },
      settle,
    ),
  };
}

export function release(orderId: string, id: string): Message {
  return {
    text: `release ${orderId}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().change(orderId, 'releaseOrder', id, { reason: null });
      return 'done';
    },
    act: acting(
      orderId,
      id,
      (order) => {
        if (!order.hold) throw new Refused('invalid_transition');
        order.status = order.hold.from === 'PENDING' ? 'PROCESSING' : order.hold.from;
        order.hold = null;
        settle(order);
      },
      settle,
    ),
  };
}

/** It is not to go on: all of it, or what has not shipped. */
export function reject(orderId: string, id: string): Message {
  return {
    text: `reject ${orderId}`,
    order: orderId,
    say: async (world) => {
      await world.gateway().change(orderId, 'rejectOrder', id, { reason: null });
      return 'done';
    },
    act: acting(
      orderId,
      id,
      (order, shop) => {
        if (order.status === 'CANCELED') return;
        if (order.status !== 'ON_HOLD') throw new Refused('invalid_transition');
        if (order.parcels.length === 0) cancelWhole(shop, order, 'review_rejected');
        else cancelRest(shop, order);
      },
      settle,
    ),
  };
}
