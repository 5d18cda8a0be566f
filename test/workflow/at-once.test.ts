import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { ulid } from 'ulid';
import { workflowId } from '../../bin/order-gateway.ts';
import { bundleWorkflows } from '../../bin/runtime.ts';
import { confirmed } from '../support/workflow-orders.ts';
import { soundBooks } from '../support/workflow-books.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('messages that an order hears at once', () => {
  it('are replayed as they were handled, also where the first is refused', async () => {
    const { id } = await confirmed(world);
    // While a step holds the workflow's task, both wait for the next one.
    const before = world.failpoints.pause(id, 'noteStock');
    await world.gateway().stockArrived(id);
    await before.reached;
    // The first has its refusal while the second is still under way.
    const second = world.failpoints.pause(id, 'recordShipment');
    world.failpoints.plant(id, 'changeOrder', async (effect) => {
      setTimeout(() => second.release(), 300);
      return await effect();
    });
    const lines = [{ lineId: 'line-1', quantity: 1 }];
    const refused = world.gateway().change(id, 'requestReturn', ulid(), { lines, reason: null });
    const shipped = world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1', lines });
    before.release();
    await expect(refused).rejects.toMatchObject({ code: 'invalid_transition' });
    expect((await shipped).order.status).toBe('PARTIALLY_SHIPPED');

    const history = await world.client.workflow.getHandle(workflowId(id)).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: await bundleWorkflows() }, history, workflowId(id));
    await soundBooks(world, id);
  });
});
