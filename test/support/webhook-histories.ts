import { type Answering, answers, inTurn, startReceiver, taken } from './webhook-receiver.ts';
import { WebhookWorld } from './webhook-world.ts';
import { webhookWorkflowId } from '../../bin/webhooks.ts';
import { newId } from '../../db/ids.ts';
import type { World } from './world.ts';

/** Ways of an event to somebody who wants to be told. */
export const WEBHOOK_HISTORIES: Record<string, (world: World) => Promise<string>> = {
  'webhook-delivered-late': (world) =>
    delivered(world, inTurn(answers(503, { 'retry-after': '1' }), answers(500), taken)),
  'webhook-failed': (world) => delivered(world, answers(500)),
  'webhook-replayed': (world) => delivered(world, taken, true),
};

/** @returns the id of the workflow that has done it */
async function delivered(world: World, answer: Answering, isReplayed = false): Promise<string> {
  const receiver = await startReceiver();
  const webhooks = await WebhookWorld.start(world);
  try {
    const endpoint = await webhooks.endpoint(`http://127.0.0.1:${receiver.port}${receiver.path(answer)}`);
    const eventId = await webhooks.tell('order.created');
    await webhooks.untilHandled();
    await webhooks.result(endpoint, eventId);
    const workflow = webhookWorkflowId({ endpointId: endpoint.id, eventId });
    if (!isReplayed) return workflow;
    const id = newId();
    await webhooks.replay(endpoint, id);
    return `${workflow}-replay-${id}`;
  } finally {
    await webhooks.stop();
    await receiver.stop();
  }
}
