import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { expect } from '@jest/globals';
import { type AuditEntry, AuditList } from '../../contracts/http-audit.ts';
import { DeadLetterList, type DeadLetterView } from '../../contracts/http-dead-letters.ts';
import type { OrderView } from '../../contracts/http.ts';
import { workflowId } from '../../bin/order-gateway.ts';
import type { Stack } from './stack.ts';
import { sendToQueue } from './stack-aws.ts';
import { tellOrder } from './stack-later.ts';
import { orderOf, place, read } from './stack-shop.ts';
import { until } from './stack-wait.ts';

/** What waits for an operator, made as it comes about. */

export async function heldOrder(stack: Stack, over: Record<string, unknown> = {}): Promise<OrderView> {
  const { id } = await place(stack, over);
  return orderOf(await tellOrder(stack, id, 'hold', { reason: 'The address looks odd' }));
}

/** A parcel left while it was on hold: somebody has to say whether it counts. */
export async function orderInTrouble(stack: Stack, over: Record<string, unknown> = {}): Promise<OrderView> {
  const { id } = await heldOrder(stack, over);
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const parcel = { eventId: randomUUID(), type: 'shipped', shipmentId: 'parcel-1', carrier: 'dhl' };
  await new Client({ connection }).workflow.getHandle(workflowId(id)).signal('shipmentUpdated', parcel);
  await connection.close();
  await until('the order to need attention', async () => (await read(stack, id)).needsAttention);
  return orderOf(await tellOrder(stack, id, 'release', {}));
}

/** A message about an order that no service could handle. */
export async function deadLetter(stack: Stack, queue = 'analytics'): Promise<DeadLetterView> {
  const { id } = await place(stack);
  await sendToQueue(stack, `${queue}-dlq`, JSON.stringify({ type: 'order.created', subject: id, storefront: 'us' }));
  return await until('the dead letter', async () => (await deadLetters(stack)).find(({ orderId }) => orderId === id));
}

export async function deadLetters(stack: Stack): Promise<DeadLetterView[]> {
  const { status, text, body } = await stack.api('GET', '/v1/dead-letters', { key: 'dev-ops' });
  expect({ status, text }).toMatchObject({ status: 200 });
  return DeadLetterList.parse(body).data;
}

/** What is on record of an order, or of all there is, newest first. */
export async function trailOf(stack: Stack, query = ''): Promise<AuditEntry[]> {
  const { status, text, body } = await stack.api('GET', `/v1/audit${query}`, { key: 'dev-ops' });
  expect({ status, text }).toMatchObject({ status: 200 });
  return AuditList.parse(body).data;
}
