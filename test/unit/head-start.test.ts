import { describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities/index.ts';
import { HeadStart } from '../../bin/head-start.ts';
import type { Checkout } from '../../domain/gateway.ts';
import { type OrderSnapshot, snapshotOf } from '../../domain/snapshot.ts';
import { placed, processing } from './an-order.ts';

const PLACED = snapshotOf(processing());

function aWorker() {
  const attempts: PromiseWithResolvers<OrderSnapshot>[] = [];
  const headStart = new HeadStart();
  const activities = headStart.joined<Pick<Activities, 'placeAtOnce'>>({
    placeAtOnce: async () => {
      const attempt = Promise.withResolvers<OrderSnapshot>();
      attempts.push(attempt);
      return await attempt.promise;
    },
  });
  const asked = ({ order }: Checkout) => activities.placeAtOnce(order.id, null, order.customerId);
  return { attempts, headStart, asked };
}

describe('an order that is placed ahead of its workflow', () => {
  const checkout: Checkout = { order: placed(), paymentMethod: 'pm_card_visa' };

  it('is placed once: the activity brings what came of it', async () => {
    const { attempts, headStart, asked } = aWorker();
    headStart.begin(checkout);
    const answer = asked(checkout);
    attempts[0]?.resolve(PLACED);
    expect(await answer).toBe(PLACED);
    expect(attempts).toHaveLength(1);
  });

  it('is tried again by the activity where the first attempt failed', async () => {
    const { attempts, headStart, asked } = aWorker();
    headStart.begin(checkout);
    attempts[0]?.reject(new Error('out of reach'));
    await expect(asked(checkout)).rejects.toThrow('out of reach');
    const again = asked(checkout);
    attempts[1]?.resolve(PLACED);
    expect(await again).toBe(PLACED);
  });

  it('is caught up with when the activity comes, not when it is placed', async () => {
    const { attempts, headStart, asked } = aWorker();
    const order: string[] = [];
    headStart.begin(checkout);
    const caughtUp = headStart.caughtUp(checkout.order.id).then(() => order.push('caught up'));
    attempts[0]?.resolve(PLACED);
    await new Promise(setImmediate);
    order.push('placed');
    await asked(checkout);
    await caughtUp;
    expect(order).toEqual(['placed', 'caught up']);
  });

  it('is nothing to wait for where nothing was begun', async () => {
    await expect(aWorker().headStart.caughtUp(checkout.order.id)).resolves.toBeUndefined();
  });
});
