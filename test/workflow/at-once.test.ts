import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { ulid } from 'ulid';
import { workflowId } from '../../bin/order-gateway.ts';
import { bundleWorkflows } from '../../bin/runtime.ts';
import { confirmed } from '../support/workflow-orders.ts';
import { soundBooks } from '../support/workflow-books.ts';
import { twoLines } from '../support/workflow-parcels.ts';
import { until } from '../support/workflow-waits.ts';
import { startWorld, type World } from '../support/world.ts';

const { EventType } = temporal.api.enums.v1;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const historyOf = async (id: string) => await world.client.workflow.getHandle(workflowId(id)).fetchHistory();

async function replay(id: string): Promise<void> {
  const replayer = { workflowBundle: await bundleWorkflows(), dataConverter: world.dataConverter };
  await Worker.runReplayHistory(replayer, await historyOf(id), workflowId(id));
}

describe('messages that an order hears at once', () => {
  it('are replayed as they were handled, also where the first is refused', async () => {
    const { id } = await confirmed(world);
    // While a step holds the workflow's task, both wait for the next one.
    const before = world.failpoints.pause(id, 'noteStock');
    await world.gateway().stockArrived(id);
    await before.reached;
    // The first has its refusal while the second is still under way.
    world.failpoints.plant(id, 'recordShipment', async (effect) => {
      await sleep(300);
      return await effect();
    });
    const lines = [{ lineId: 'line-1', quantity: 1 }];
    const refused = world.gateway().change(id, 'requestReturn', ulid(), { lines, reason: null });
    const shipped = world.gateway().ship(id, { eventId: 's1', shipmentId: 'P1', lines });
    before.release();
    await expect(refused).rejects.toMatchObject({ code: 'invalid_transition' });
    expect((await shipped).order.status).toBe('PARTIALLY_SHIPPED');

    await replay(id);
    await soundBooks(world, id);
  });

  it('are replayed as they were handled, also where a step holds its task until that is handed out anew', async () => {
    const { id } = await twoLines(world, { timing: { attempt: 10_000, storeAttempt: 10_000, lateCall: 500 } });
    const start = world.failpoints.pause(id, 'startEdit', 'patient');
    const lines = [{ id: 'line-1', quantity: 5 }];
    const editing = world.gateway().change(id, 'editOrder', ulid(), { lines });
    const edited = editing.catch((error: unknown) => error);
    await start.reached;
    const release = world.failpoints.pause(id, 'releaseStock');
    const canceling = world.gateway().cancel(id, 'changed my mind');
    await release.reached;
    start.release();
    // Its refusal has come with the next task, while that step still holds it.
    const { EVENT_TYPE_ACTIVITY_TASK_FAILED: failed, EVENT_TYPE_WORKFLOW_TASK_STARTED: started } = EventType;
    await until(async () => {
      const types = (await historyOf(id)).events?.map(({ eventType }) => eventType) ?? [];
      return types.includes(failed) && types.lastIndexOf(started) > types.indexOf(failed);
    });
    release.release();
    await canceling;
    expect(await edited).toMatchObject({ code: 'invalid_transition' });
    await replay(id);
    await soundBooks(world, id);
  });
});
