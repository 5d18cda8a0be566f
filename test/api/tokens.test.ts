import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { Credentials } from '../../api/caller.ts';
import { accessTokens } from '../../api/tokens.ts';
import { scopesOf } from '../../contracts/roles.ts';

const ISSUER = 'https://id.example.com/';
const AUDIENCE = 'order-saga';
const SKEW_SECONDS = 5;
const COOLDOWN_MS = 1000;

/** An OpenID provider, as far as it publishes its keys. */
let provider: Server;
let published: { kid: string; key: CryptoKey; alg: string }[] = [];
let signing: { kid: string; key: CryptoKey; alg: string };
let fetches = 0;
let status = 200;
let credentials: Credentials;

async function pair(kid: string, alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { signing: { kid, key: privateKey, alg }, published: { kid, key: publicKey, alg } };
}

beforeAll(async () => {
  const first = await pair('first');
  signing = first.signing;
  published = [first.published];
  provider = createServer((_request, response) => {
    fetches += 1;
    void Promise.all(published.map(async ({ kid, key, alg }) => ({ ...(await exportJWK(key)), kid, alg }))).then(
      (keys) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ keys })),
    );
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
});
afterAll(() => void provider.close());

beforeEach(() => {
  fetches = 0;
  status = 200;
  credentials = accessTokens({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUrl: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`,
    clockSkewSeconds: SKEW_SECONDS,
    cooldownMs: COOLDOWN_MS,
    timeoutMs: 1000,
  });
});

const now = () => Math.floor(Date.now() / 1000);
const good = () => ({ iss: ISSUER, aud: AUDIENCE, sub: 'shop-1', role: 'checkout', storefront: 'us', exp: now() + 60 });

async function token(claims: Record<string, unknown> = {}, { kid, key, alg } = signing): Promise<string> {
  return await new SignJWT({ ...good(), ...claims }).setProtectedHeader({ alg, kid }).sign(key);
}

const refused = { code: 'unauthenticated' };

describe('an access token', () => {
  it('says who calls', async () => {
    expect(await credentials(await token())).toEqual({
      name: 'jwt:shop-1@us',
      role: 'checkout',
      storefront: 'us',
      scopes: scopesOf('checkout'),
    });
  });

  it('may have less than its role, and never more', async () => {
    const caller = await credentials(await token({ scope: 'orders:read inventory:write' }));
    expect(caller?.scopes).toEqual(['orders:read']);
  });

  it('of an operator needs no storefront', async () => {
    const caller = await credentials(await token({ role: 'operator', storefront: undefined }));
    expect(caller).toMatchObject({ role: 'operator', storefront: null });
  });

  it.each([
    ['another issuer', { iss: 'https://elsewhere.example.com/' }],
    ['another audience', { aud: 'another' }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['its end past, and the clock skew too', { exp: now() - SKEW_SECONDS - 2 }],
    ['its beginning still to come', { nbf: now() + SKEW_SECONDS + 60 }],
    ['no subject', { sub: undefined }],
    ['a role that there is not', { role: 'king' }],
    ['no role', { role: undefined }],
    ['a storefront that there is not', { storefront: 'mars' }],
    ['no storefront, of a checkout', { storefront: undefined }],
  ])('with %s is refused', async (_what, claims) => {
    await expect(credentials(await token(claims))).rejects.toMatchObject(refused);
  });

  it('may be as much too late as clocks are off', async () => {
    expect(await credentials(await token({ exp: now() - SKEW_SECONDS + 3 }))).toBeDefined();
  });

  it('signed by nobody, by a shared secret, or changed since is refused', async () => {
    const [header, , signature] = (await token()).split('.');
    const claims = Buffer.from(JSON.stringify({ ...good(), role: 'operator' })).toString('base64url');
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(published[0]?.key ?? signing.key)));
    const shared = await new SignJWT(good()).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(secret);
    for (const bad of [`${header}.${claims}.${signature}`, new UnsecuredJWT(good()).encode(), shared]) {
      await expect(
        Promise.resolve(credentials(bad)).then((caller) => caller ?? Promise.reject(refused)),
      ).rejects.toMatchObject(refused);
    }
  });

  it('of an algorithm that is not pinned is refused, though its key is published', async () => {
    const other = await pair('rs512', 'RS512');
    published = [...published, other.published];
    await expect(credentials(await token({}, other.signing))).rejects.toMatchObject(refused);
  });

  it('of a key that is new is taken, and unknown ones cause one fetch in a cool-down', async () => {
    await credentials(await token());
    expect(fetches).toBe(1);
    const next = await pair('next');
    const unknown = await pair('unknown');
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token({}, unknown.signing)));
    for (const bad of tokens) await expect(credentials(bad)).rejects.toMatchObject(refused);
    expect(fetches).toBe(1);
    published = [...published, next.published];
    await new Promise((resolve) => setTimeout(resolve, COOLDOWN_MS + 50));
    expect(await credentials(await token({}, next.signing))).toBeDefined();
    expect(fetches).toBe(2);
    await Promise.allSettled(tokens.map(async (bad) => await credentials(bad)));
    expect(fetches).toBe(2);
  });

  it('is not refused where its issuer is down: nobody knows', async () => {
    status = 503;
    await expect(credentials(await token())).rejects.toMatchObject({ code: 'dependency_unavailable' });
    status = 200;
    expect(await credentials(await token())).toBeDefined();
  });

  it.each(['dev-us', 'a.b', 'a.b.c.d', '..', 'osk_000000000000_x'])('%j is none', async (text) => {
    expect(await credentials(text)).toBeUndefined();
  });
});
