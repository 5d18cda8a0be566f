import { randomUUID } from 'node:crypto';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Client, Connection } from '@temporalio/client';
import { orderSagaClient, type Schemas } from '../../client/index.ts';
import { BODIES, EXAMPLE_IDS } from '../../contracts/examples.ts';
import type { OperationRow } from '../../contracts/operations.ts';
import { DOCUMENTED, SIGNED_OPERATIONS } from '../../contracts/signed-operations.ts';
import { parallel, until } from './stack-wait.ts';

/** Orders on which the examples of the document do what they say: each operation has one that is where it has to be. */

export interface Shop {
  url: string;
  temporalAddress: string;
  awsEndpoint: string;
  /** What is ordered; by default, what the document has as its example. */
  order?: Schemas['PlaceOrder'];
}

/** The ids to put in the place of the document's own. */
export type Ids = Record<keyof typeof EXAMPLE_IDS, string>;
type Order = Schemas['Order'];
type State = (order: Order) => Promise<Partial<Ids>>;

const pathOf = (id: string) => ({ params: { path: { id } } });

/** What has to be so before an operation; it is confirmed, and no more, where there is nothing here. */
function statesBefore({ url, temporalAddress, awsEndpoint }: Shop): Record<string, State> {
  const operator = orderSagaClient('dev-ops', { baseUrl: url });
  const ship = async ({ id }: Order) => {
    const body = { eventId: randomUUID(), shipmentId: EXAMPLE_IDS.shipmentId };
    worked(await operator.POST('/v1/orders/{id}/shipments', { ...pathOf(id), body }));
    return {};
  };
  const pay = async (order: Order) => {
    await ship(order);
    const isPaid = async () => worked(await operator.GET('/v1/orders/{id}', pathOf(order.id))).payment.captured > 0;
    await until('what has shipped to be paid for', isPaid, { everyMs: 200 });
    return {};
  };
  const deliver = async (order: Order) => {
    await pay(order);
    const path = { id: order.id, shipmentId: EXAMPLE_IDS.shipmentId };
    const body = { eventId: randomUUID() };
    worked(await operator.POST('/v1/orders/{id}/shipments/{shipmentId}/deliver', { params: { path }, body }));
    return {};
  };
  const sendBack = async (order: Order) => {
    await deliver(order);
    const body = { lines: [{ lineId: firstLine(order), quantity: 1 }] };
    const { id } = worked(await operator.POST('/v1/orders/{id}/returns', { ...pathOf(order.id), body }));
    return { returnId: id };
  };
  const approve = async (order: Order) => {
    const { returnId } = await sendBack(order);
    const path = { id: order.id, returnId };
    worked(await operator.POST('/v1/orders/{id}/returns/{returnId}/approve', { params: { path }, body: {} }));
    return { returnId };
  };
  const hold = async ({ id }: Order) => {
    worked(await operator.POST('/v1/orders/{id}/hold', { ...pathOf(id), body: { reason: 'x' } }));
    return {};
  };
  /** A parcel that left while it was on hold waits for an operator. */
  const leaveEarly = async (order: Order) => {
    await hold(order);
    const connection = await Connection.connect({ address: temporalAddress });
    const parcel = { eventId: randomUUID(), type: 'shipped', shipmentId: EXAMPLE_IDS.shipmentId };
    await new Client({ connection }).workflow.getHandle(`order-${order.id}`).signal('shipmentUpdated', parcel);
    await connection.close();
    const isSeen = async () => worked(await operator.GET('/v1/orders/{id}', pathOf(order.id))).needsAttention;
    await until('the order to need attention', isSeen, { everyMs: 100 });
    worked(await operator.POST('/v1/orders/{id}/release', { ...pathOf(order.id), body: {} }));
    return {};
  };
  /** Somebody is told of it: of what is done to the order from now on. */
  const beTold = async () => {
    const body = { url, storefront: 'us' };
    return { endpointId: worked(await operator.POST('/v1/webhook-endpoints', { body })).id };
  };
  const tell = async (order: Order) => {
    const { endpointId } = await beTold();
    await hold(order);
    const params = { path: { endpointId } };
    const deliveryId = await until('somebody to be told', async () => {
      const { data } = worked(await operator.GET('/v1/webhook-endpoints/{endpointId}/deliveries', { params }));
      return data[0]?.id;
    });
    return { endpointId, deliveryId };
  };
  /** A message about it that no service could handle. */
  const die = async ({ id }: Order) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sqs = new SQSClient({ region: 'us-east-1', endpoint: awsEndpoint, credentials });
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${OTHERS['queue']}-dlq` }));
    const MessageBody = JSON.stringify({ type: 'order.created', subject: id, storefront: 'us' });
    const { MessageId: letterId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    sqs.destroy();
    if (letterId === undefined) throw new Error('the message has no id');
    return { letterId };
  };
  return {
    getDeadLetter: die,
    redriveDeadLetter: die,
    dropDeadLetter: die,
    getWebhookEndpoint: beTold,
    patchWebhookEndpoint: beTold,
    deleteWebhookEndpoint: beTold,
    rotateWebhookSecret: beTold,
    listWebhookDeliveries: beTold,
    replayWebhookDelivery: tell,
    deliverShipment: ship,
    refundOrder: pay,
    requestReturn: deliver,
    approveReturn: sendBack,
    rejectReturn: sendBack,
    receiveReturn: approve,
    releaseOrder: hold,
    rejectOrder: hold,
    resolveCompensation: leaveEarly,
  };
}

/** For each operation on something, the ids of one on which its example works. Nothing ships by itself: CARRIER is off. */
export async function exampleOrders(shop: Shop): Promise<Map<string, Ids>> {
  const states = statesBefore(shop);
  // What is signed names the order in its body.
  const operations = Object.entries<OperationRow>(DOCUMENTED).filter(
    ([name, { path }]) => /:(id|endpointId|letterId)/.test(path) || name in SIGNED_OPERATIONS,
  );
  // A few at a time: none of them is to wait longer than the API does.
  const prepared = await parallel(operations, 3, async ([name]) => {
    const order = await place(shop);
    const ids = { ...EXAMPLE_IDS, id: order.id, lineId: firstLine(order), ...(await states[name]?.(order)) };
    return [name, ids] as const;
  });
  return new Map(prepared);
}

/** What a path names beside these. */
const OTHERS: Record<string, string> = { step: 'shipment', sku: 'SKU-RED-M', queue: 'shipping' };

/** An operation's path, with the ids of a real order where it has one. */
export function pathOn({ path }: OperationRow, ids: Ids | undefined): string {
  const names: Record<string, string> = { ...OTHERS, ...ids };
  return path.replaceAll(/:(\w+)/g, (_, part: string) => names[part] ?? '');
}

/** With the ids of a real order in the place of the document's. */
export function withIds<Value>(value: Value, ids: Ids): Value {
  const pairs = Object.entries(EXAMPLE_IDS).map(([name, id]) => [id, ids[name as keyof Ids]] as const);
  const real = new Map<unknown, string>(pairs);
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => real.get(part) ?? part);
}

async function place({ url, order = BODIES.placeOrder }: Shop): Promise<Order> {
  const checkout = orderSagaClient('dev-us', { baseUrl: url });
  const params = { header: { 'Idempotency-Key': randomUUID() } };
  return worked(await checkout.POST('/v1/orders', { params, body: order }));
}

function firstLine({ lines: [first] }: Order): string {
  if (!first) throw new Error('the order has no lines');
  return first.id;
}

/** @throws Error that says what was answered instead */
function worked<Data>({ data, response, error }: { data?: Data; response: Response; error?: unknown }): Data {
  if (data === undefined) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data;
}
