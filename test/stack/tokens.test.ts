import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { Role } from '../../contracts/roles.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';
import { type Ask, stackForThisFile } from '../support/stack.ts';
import { anOrder, orderOf, place, problemOf, read } from '../support/stack-shop.ts';

const COOLDOWN_MS = 2500;

let issuer: Issuer;
const stack = stackForThisFile(async () => {
  issuer = await startIssuer();
  return {
    CARRIER: 'off',
    OIDC_ISSUER: issuer.url,
    OIDC_COOLDOWN_MS: String(COOLDOWN_MS),
    OIDC_CLOCK_SKEW_SECONDS: '1',
  };
});
afterAll(() => issuer.stop());

type Request = [method: string, path: string, body?: unknown];
const ask = async ([method, path, body]: Request, key: string, more: Ask = {}) =>
  await stack().api(method, path, { key, ...(body === undefined ? {} : { body }), ...more });
const LIST: Request = ['GET', '/v1/orders'];
const now = () => Math.floor(Date.now() / 1000);
const coolDown = async () => await sleep(COOLDOWN_MS + 100);

/** What each role may, and what it may not, of an order. */
const RIGHTS: [role: Role, may: (id: string) => Request, mayNot: (id: string) => Request][] = [
  [
    'checkout',
    (id) => ['POST', `/v1/orders/${id}/cancel`, {}],
    (id) => ['POST', `/v1/orders/${id}/hold`, { reason: 'x' }],
  ],
  [
    'support',
    (id) => ['POST', `/v1/orders/${id}/hold`, { reason: 'x' }],
    (id) => ['POST', `/v1/orders/${id}/shipments`, { eventId: 'e' }],
  ],
  ['operator', () => ['PUT', '/v1/inventory/SKU-RED-M', { onHand: 1000 }], () => ['POST', '/v1/orders', anOrder()]],
  ['carrier', (id) => ['POST', `/v1/orders/${id}/shipments`, { eventId: 'e' }], (id) => ['GET', `/v1/orders/${id}`]],
  ['service', (id) => ['GET', `/v1/orders/${id}`], (id) => ['POST', `/v1/orders/${id}/cancel`, {}]],
];

describe("a token of the shop's OpenID provider", () => {
  it.each(RIGHTS)('of a %s does what the role may, and nothing else', async (role, may, mayNot) => {
    const { id } = await place(stack());
    const key = await issuer.token({ role, sub: role });
    const { version } = await read(stack(), id);
    const forbidden = await ask(mayNot(id), key, { idempotencyKey: randomUUID() });
    problemOf(forbidden, 403, 'forbidden');
    expect((await read(stack(), id)).version).toBe(version);
    const allowed = await ask(may(id), key);
    expect({ status: allowed.status, text: allowed.text }).toMatchObject({
      text: expect.not.stringContaining('"code"'),
    });
    expect([200, 201]).toContain(allowed.status);
  });

  it("places orders of its storefront, which another storefront's does not find", async () => {
    const [american, european] = [await issuer.token(), await issuer.token({ storefront: 'eu' })];
    const { id, storefront } = await place(stack(), {}, { key: american });
    expect(storefront).toBe('us');
    problemOf(await ask(['GET', `/v1/orders/${id}`], european), 404, 'not_found');
    problemOf(await ask(['POST', `/v1/orders/${id}/cancel`, {}], european), 404, 'not_found');
    expect(orderOf(await ask(['GET', `/v1/orders/${id}`], american)).status).toBe('PROCESSING');
  });

  it.each([
    ['has expired', async () => await issuer.token({ exp: now() - 60 })],
    ['never expires', async () => await issuer.token({ exp: undefined })],
    ['is meant for somebody else', async () => await issuer.token({ aud: 'another' })],
    ['says that another one made it', async () => await issuer.token({ iss: 'https://elsewhere.example' })],
    ['has a role that there is not', async () => await issuer.token({ role: 'king' })],
    [
      'is signed by nobody',
      async () =>
        new UnsecuredJWT({ role: 'operator' })
          .setIssuer(issuer.url)
          .setAudience('order-saga')
          .setSubject('x')
          .setExpirationTime('5m')
          .encode(),
    ],
    [
      'is signed with the public key as a shared secret',
      async () =>
        await new SignJWT({ role: 'operator' })
          .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
          .setIssuer(issuer.url)
          .setAudience('order-saga')
          .setSubject('x')
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(await issuer.publicText())),
    ],
    ['was changed since', async () => (await issuer.token()).replace(/\.[^.]+\./, `.${claims({ role: 'operator' })}.`)],
    ['is of a key that nobody publishes', async () => await issuer.token({}, { kid: 'unknown' })],
  ])('that %s is not taken', async (_what, token) => {
    const answer = await ask(LIST, await token());
    problemOf(answer, 401, 'unauthenticated');
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('of unknown keys, a hundred at once, has the keys fetched once in a cool-down', async () => {
    expect((await ask(LIST, await issuer.token())).status).toBe(200);
    await coolDown();
    const before = issuer.fetches();
    const tokens = await Promise.all(Array.from({ length: 100 }, (_, n) => issuer.token({}, { kid: `unknown-${n}` })));
    for (const answer of await Promise.all(tokens.map((token) => ask(LIST, token))))
      problemOf(answer, 401, 'unauthenticated');
    expect(issuer.fetches() - before).toBe(1);
  });

  it('of a key that is new is taken, and one of the key before it no longer', async () => {
    const old = await issuer.token();
    expect((await ask(LIST, old)).status).toBe(200);
    await coolDown();
    await issuer.rotate();
    expect((await ask(LIST, await issuer.token())).status).toBe(200);
    problemOf(await ask(LIST, old), 401, 'unauthenticated');
  });

  it('is taken while its provider is down, as are API keys; of what is new nobody knows', async () => {
    const known = await issuer.token();
    expect((await ask(LIST, known)).status).toBe(200);
    await coolDown();
    issuer.isDown = true;
    const answer = await ask(LIST, await issuer.token({}, { kid: 'new' }));
    problemOf(answer, 503, 'dependency_unavailable');
    expect(answer.headers['retry-after']).toBe('1');
    expect((await ask(LIST, known)).status).toBe(200);
    expect((await ask(LIST, 'dev-us')).status).toBe(200);
    issuer.isDown = false;
    await issuer.rotate();
    expect((await ask(LIST, await issuer.token())).status).toBe(200);
  });
});

function claims(changed: Record<string, unknown>): string {
  const all = { iss: issuer.url, aud: 'order-saga', sub: 'x', exp: now() + 60, ...changed };
  return Buffer.from(JSON.stringify(all)).toString('base64url');
}
