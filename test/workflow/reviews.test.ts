import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { workflowId } from '../../bin/order-gateway.ts';
import { soundBooks } from '../support/workflow-books.ts';
import { twoLines } from '../support/workflow-parcels.ts';
import { theOrder, untilOrder } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

const REVIEW_MS = 3000;

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.review.ms = REVIEW_MS;
});
afterAll(() => world.stop());

const held = async () => (await twoLines(world, { customerId: 'cus_risky' })).id;

describe('an order that a person should look at', () => {
  it.concurrent('is canceled when nobody has in time, and all is given back', async () => {
    const id = await held();
    await untilOrder(world, id, ({ status }) => status === 'CANCELED');
    expect(await world.client.workflow.getHandle(workflowId(id)).result()).toBe('CANCELED');
    expect(await soundBooks(world, id)).toMatchObject({
      order: { cancelReason: 'review_expired', hold: null, payment: { status: 'voided' } },
      standing: 0,
      held: {},
      published: ['order.held', 'order.cancelled'],
    });
  });

  it.concurrent('is canceled in time also where its workflow was terminated meanwhile', async () => {
    const id = await held();
    await world.client.workflow.getHandle(workflowId(id)).terminate();
    await world.gateway().resume(id);
    const { cancelReason } = await untilOrder(world, id, ({ status }) => status === 'CANCELED');
    expect(cancelReason).toBe('review_expired');
  });

  it.concurrent('goes on when somebody released it in time, and is not canceled later', async () => {
    const id = await held();
    await world.gateway().change(id, 'releaseOrder', ulid(), { reason: 'known customer' });
    await sleep(REVIEW_MS + 1000);
    expect(await theOrder(world, id)).toMatchObject({ status: 'PROCESSING', hold: null });
    // Held again by an operator, it waits for as long as it takes.
    await world.gateway().change(id, 'holdOrder', ulid(), { reason: 'call them' });
    await sleep(REVIEW_MS + 1000);
    expect(await theOrder(world, id)).toMatchObject({ status: 'ON_HOLD', hold: { until: null } });
    await soundBooks(world, id);
  });
});
