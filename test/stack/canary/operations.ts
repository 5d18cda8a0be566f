import { beforeAll, describe, expect, it } from '@jest/globals';
import { BODIES } from '../../../contracts/examples.ts';
import { OPERATIONS, type Operation } from '../../../contracts/operations.ts';
import { exampleOrders, type Ids, pathOn, withIds } from '../../support/example-orders.ts';
import type { Ask } from '../../support/stack.ts';
import { runOps } from '../../support/stack-ops.ts';
import { canaries, ORDER, SECRETS, WORDLESS, WORDS } from './words.ts';
import { type CanaryWorld, kept } from './world.ts';

const LIMIT = 256 * 1024;
const bodies = new Map<string, unknown>(Object.entries(BODIES));
const operations = Object.entries<Operation>(OPERATIONS);

/** What a checkout sends. */
const PLACED: Record<string, unknown> = {
  placeOrder: ORDER,
  placeOrders: { idempotencyKey: 'line-1', order: ORDER },
};

/** Sent along with every request: no operation reads them. */
const headers = {
  Cookie: `session=${SECRETS.cookie}`,
  'X-Secret': SECRETS.header,
  Referer: `http://x/${SECRETS.query}`,
};

/** A body in which each word of a person is where none can be. */
const misplaced = (body: unknown) =>
  JSON.parse(JSON.stringify(body), (field, part: unknown) => (field in WORDS ? [WORDS[field]] : part)) as unknown;

const asLines = (lines: unknown[], type: string): Ask => ({
  raw: lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  headers: { ...headers, 'Content-Type': type },
});

const wrong = (raw: string): Ask => ({ raw, headers: { 'Content-Type': 'application/json' } });

/** Requests that are refused, whatever the operation. */
function refused(
  path: string,
  body: unknown,
  bodyType?: string,
): [what: string, path: string, ask: Ask, statuses: number[]][] {
  const given = body === undefined ? {} : bodyType === undefined ? { body } : asLines([body], bodyType);
  const all: ReturnType<typeof refused> = [
    ['a key of nobody', path, { ...given, key: SECRETS.strangerKey }, [401]],
    ['a token of nobody', path, { ...given, key: SECRETS.token }, [401]],
    ['another scheme', path, { ...given, key: null, headers: { Authorization: `Basic ${SECRETS.header}` } }, [401]],
    ['a query of its own', `${path}?token=${SECRETS.query}`, given, [422]],
  ];
  if (body === undefined) return all;
  const json = JSON.stringify(body);
  // Each of these lines has an outcome of its own, and is told what is wrong with it.
  if (bodyType !== undefined) {
    const lines = [misplaced(body), { ...Object(body), secret: SECRETS.query }, json.slice(0, -1), SECRETS.query];
    return [...all, ['lines that are none', path, asLines(lines, bodyType), [200]]];
  }
  return [
    ...all,
    ['a body cut off', path, wrong(json.slice(0, -1)), [400]],
    ['a body that is no JSON', path, wrong(`{"reason":${SECRETS.query}}`), [400]],
    ['words where none can be', path, { body: { ...Object(misplaced(body)), secret: SECRETS.query } }, [422]],
    ['a body too large', path, wrong(JSON.stringify({ secret: SECRETS.query }).padEnd(LIMIT + 1)), [413]],
    ['another type of body', path, { raw: SECRETS.query, headers: { 'Content-Type': 'text/plain' } }, [415]],
  ];
}

export function everyOperation(world: CanaryWorld): void {
  describe('a person and secrets', () => {
    let orders = new Map<string, Ids>();
    /** Made by an operator. */
    let madeKey = '';

    beforeAll(async () => {
      const { env, temporalAddress, awsEndpoint } = world.stack();
      const made = await runOps(world.stack(), 'keys', 'create', '--name', 'made', '--role', 'operator');
      madeKey = canaries.plant(made.stdout);
      canaries.plant(madeKey.split('_')[2] ?? madeKey);
      orders = await exampleOrders({
        url: `http://127.0.0.1:${env['PORT']}`,
        temporalAddress,
        awsEndpoint,
        order: ORDER,
      });
    });

    it.each(operations)('go through %s, as it is meant and in every wrong way', async (name, operation) => {
      const ids = orders.get(name);
      const path = pathOn(operation, ids);
      const example = bodies.get(name);
      const filled = example && ids ? withIds(example, ids) : example;
      const body = PLACED[name] ?? (filled && canaries.into(filled, WORDS));
      const { bodyType } = operation;
      const carries = body !== undefined && canaries.in(JSON.stringify(body)).length > 0;
      expect({ name, carries }).toEqual({ name, carries: body !== undefined && !WORDLESS.includes(name) });

      const key = operation.scope === 'orders:place' ? SECRETS.key : madeKey;
      const method = operation.method.toUpperCase();
      for (const [what, to, ask, statuses] of refused(path, body, bodyType)) {
        const idempotencyKey = `refused-${name}`;
        const sent = { key, idempotencyKey, ...ask, headers: { ...headers, ...ask.headers } };
        const { status, text } = kept(world, await world.stack().api(method, to, sent));
        expect({ what, status, text, statuses }).toMatchObject({ statuses: expect.arrayContaining([status]) });
      }
      const sent = bodyType === undefined ? { body, headers } : asLines([body], bodyType);
      const asked = { key, idempotencyKey: `meant-${name}`, ...(body === undefined ? { headers } : sent) };
      const { status, text } = await world.stack().api(method, path, asked);
      expect({ status, text }).toMatchObject({
        status: expect.any(Number),
        text: expect.not.stringContaining('"code":'),
      });
      expect(Object.keys(operation.answers)).toContain(String(status));
    });
  });
}
