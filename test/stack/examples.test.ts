import { beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { ANSWERS, BODIES } from '../../contracts/examples.ts';
import { OPERATIONS, type Operation } from '../../contracts/operations.ts';
import { SIGNED_OPERATIONS, type SignedOperation } from '../../contracts/signed-operations.ts';
import { exampleOrders, type Ids, pathOn, withIds } from '../support/example-orders.ts';
import { type Ask, stackForThisFile } from '../support/stack.ts';

const SECRET = `whsec_${Buffer.from('carrier'.repeat(5)).toString('base64')}`;
const bodies = new Map<string, unknown>(Object.entries(BODIES));
const operations = Object.entries<Operation>(OPERATIONS);

describe('an example of the API reference', () => {
  const stack = stackForThisFile({ CARRIER: 'off', CARRIER_WEBHOOK_SECRETS: SECRET });
  let orders = new Map<string, Ids>();

  beforeAll(async () => {
    const { env, temporalAddress, awsEndpoint } = stack();
    orders = await exampleOrders({ url: `http://127.0.0.1:${env['PORT']}`, temporalAddress, awsEndpoint });
  });

  it.each(operations)('of %s does what the reference says', async (name, operation) => {
    const ids = orders.get(name);
    const path = pathOn(operation, ids);
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
    // Of a stream without an end there are the headers alone: test/stack/live reads it.
    const isLive = operation.stream?.[0] === 'text/event-stream';
    const whole = isLive ? [] : [operation.stream ? answer.text : answer.body];
    for (const one of whole) expect(schema?.safeParse(one)).toMatchObject({ success: true });
    expect(answer.headers['content-type']).toContain(operation.stream?.[0] ?? 'application/json');
    expect(schema?.safeParse(ANSWERS.get(schema))).toMatchObject({ success: true });
  });

  it.each(Object.entries<SignedOperation>(SIGNED_OPERATIONS))(
    'of %s, signed, does the same',
    async (name, operation) => {
      const ids = orders.get(name);
      if (!ids) throw new Error('there is no order for it');
      const raw = JSON.stringify(withIds(bodies.get(name), ids));
      const now = new Date();
      const answer = await stack().api(operation.method.toUpperCase(), operation.path, {
        key: null,
        raw,
        headers: {
          'Content-Type': 'application/json',
          'webhook-id': `example-${name}`,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': new Webhook(SECRET).sign(`example-${name}`, now, raw),
        },
      });
      expect(operation.answers[answer.status]?.safeParse(answer.body)).toMatchObject({ success: true });
    },
  );
});

function asBody({ bodyType }: Operation, body: unknown): Ask {
  if (body === undefined) return {};
  return bodyType !== undefined && typeof body === 'string'
    ? { raw: body, headers: { 'Content-Type': bodyType } }
    : { body };
}
