import { beforeAll, describe, expect, it } from '@jest/globals';
import { ANSWERS, BODIES } from '../../contracts/examples.ts';
import { OPERATIONS, type Operation } from '../../contracts/operations.ts';
import { exampleOrders, type Ids, withIds } from '../support/example-orders.ts';
import { type Ask, stackForThisFile } from '../support/stack.ts';

/** Of what the path names beside an order. */
const OTHERS: Record<string, string> = { step: 'shipment', sku: 'SKU-RED-M' };
const bodies = new Map<string, unknown>(Object.entries(BODIES));
const operations = Object.entries<Operation>(OPERATIONS);

describe('an example of the API reference', () => {
  const stack = stackForThisFile({ CARRIER: 'off' });
  let orders = new Map<string, Ids>();

  beforeAll(async () => {
    const { env, temporalAddress } = stack();
    orders = await exampleOrders({ url: `http://127.0.0.1:${env['PORT']}`, temporalAddress });
  });

  it.each(operations)('of %s does what the reference says', async (name, operation) => {
    const ids = orders.get(name);
    const names: Record<string, string> = { ...OTHERS, ...ids };
    const path = operation.path.replaceAll(/:(\w+)/g, (_, part: string) => names[part] ?? '');
    const asked = bodies.get(name);
    expect(asked !== undefined).toBe(operation.body !== undefined);
    const body = ids && asked !== undefined ? withIds(asked, ids) : asked;
    const answer = await stack().api(operation.method.toUpperCase(), path, {
      key: operation.scope === 'orders:place' ? 'dev-us' : 'dev-ops',
      idempotencyKey: `example-${name}`,
      ...asBody(operation, body),
    });
    const status = String(answer.status);
    // 202 is no success where there is another one.
    const [good = '', ...others] = Object.keys(operation.answers).filter((one) => one !== '202');
    expect({ statuses: [good || '202', ...others], status, text: answer.text }).toMatchObject({
      statuses: expect.arrayContaining([status]),
    });
    // What is documented for this status, and an example that has the same shape.
    const schema = operation.answers[answer.status];
    expect(schema?.safeParse(operation.stream ? answer.text : answer.body)).toMatchObject({ success: true });
    expect(answer.headers['content-type']).toContain(operation.stream?.[0] ?? 'application/json');
    expect(schema?.safeParse(ANSWERS.get(schema))).toMatchObject({ success: true });
  });
});

function asBody({ bodyType }: Operation, body: unknown): Ask {
  if (body === undefined) return {};
  return bodyType !== undefined && typeof body === 'string'
    ? { raw: body, headers: { 'Content-Type': bodyType } }
    : { body };
}
