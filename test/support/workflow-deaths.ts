import { askMove } from '../../db/money-moves.ts';
import type { MoveKind } from '../../domain/order.ts';
import type { Failure } from './workflow-failpoints.ts';
import type { World } from './world.ts';

/**
 * The payment service has made the move, and whoever asked for it dies before it is noted; the next one finds what is there.
 * @param dying how the first one ends: by default Temporal hears of it at once
 */
export function diesAfterTheMove(world: World, orderId: string, dying: Failure = lost): Failure {
  let calls = 0;
  return async (effect) => {
    calls += 1;
    if (calls > 1) return await effect();
    return await dying(async () => await makeUnnoted(world, orderId));
  };
}

const lost: Failure = async (effect) => {
  await effect();
  throw new Error('planted: died');
};

async function makeUnnoted(world: World, orderId: string): Promise<void> {
  const { move } = await askMove(world.database.db, orderId);
  if (!move) throw new Error(`nothing is to be moved for ${orderId}`);
  const { key, kind, amount, capturedBefore, final, intentId: id, createdAt: since } = move;
  const known = id ?? '';
  const make: Record<MoveKind, () => Promise<unknown>> = {
    capture: async () => await world.payments.capture({ id: known, key, amount, capturedBefore, final, since }),
    release: async () => await world.payments.release(known, key),
    refund: async () => await world.payments.refund({ id: known, key, orderId, amount }),
    authorize: async () => {
      const { currency, method, customerId } = move;
      const request = { key, orderId, amount, currency, method, customerId, since, offSession: true };
      await world.payments.authorize(request);
    },
  };
  await make[kind]();
}
