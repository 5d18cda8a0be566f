import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { authenticator, keyring } from '../../api/caller.ts';
import { payloadDoor } from '../../api/payload-door.ts';
import { problems } from '../../api/problem.ts';
import { connect, type Database } from '../../db/client.ts';
import { ensureFileRing, fileRing } from '../../vault/file-ring.ts';
import { KeyRing } from '../../vault/key-ring.ts';
import { OrderKeys } from '../../vault/order-keys.ts';
import { payloadCodec } from '../../vault/payload-codec.ts';
import { payloadOpener } from '../../vault/payload-opener.ts';

const UI = 'http://127.0.0.1:8233';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const PLAIN = { metadata: { encoding: base64('json/plain') }, data: base64('"Canary"') };
const AS_OPERATOR = { Authorization: 'Bearer ops' };

let folder: string;
/** Never asked: what is of no order is under the ring's key. */
let database: Database;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-saga-door-'));
  const file = join(folder, 'ring.json');
  await ensureFileRing(file);
  const ring = await KeyRing.open(fileRing(file));
  database = connect('postgres://127.0.0.1:9/none', { max: 1 });
  const orderKeys = new OrderKeys(ring, database.db);
  const codec = payloadCodec({ ring, orderKeys, readsPlain: () => true, onRefused: () => undefined });
  const keys = keyring([
    { key: 'ops', name: 'ops', role: 'operator', storefront: null },
    { key: 'shop', name: 'shop', role: 'checkout', storefront: 'us' },
  ]);
  const app = express();
  app.use(payloadDoor({ authenticate: authenticator([keys]), payloads: payloadOpener(codec), uiOrigin: UI }));
  app.use(problems(pino({ level: 'silent' }), ''));
  server = createServer(app).listen(0);
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/codec${path}`;
const ask = (path: string, payloads: unknown, headers: Record<string, string> = AS_OPERATOR) =>
  fetch(url(path), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: UI, ...headers },
    body: JSON.stringify({ payloads }),
  });
const signIn = (key: string) =>
  fetch(url(''), { method: 'POST', body: new URLSearchParams({ key }), redirect: 'manual' });
const asked = async (Origin: string) =>
  (await fetch(url('/decode'), { method: 'OPTIONS', headers: { Origin } })).headers.get('access-control-allow-origin');
const payloadsOf = async (answer: Response) => Object(await answer.json()).payloads as unknown[];

it('an operator has payloads closed and opened, and what cannot be opened comes back as it is', async () => {
  const closed = await payloadsOf(await ask('/encode', [PLAIN]));
  expect(JSON.stringify(closed)).not.toContain(PLAIN.data);
  const unknown = {
    metadata: { encoding: base64('binary/encrypted'), 'encryption-key-id': base64('ring-x') },
    data: '',
  };
  expect(await payloadsOf(await ask('/decode', [...closed, PLAIN, unknown]))).toEqual([PLAIN, PLAIN, unknown]);
});

it.each([
  ['nobody', {}, 401],
  ['a stranger', { Authorization: 'Bearer who' }, 401],
  ['a checkout', { Authorization: 'Bearer shop' }, 403],
  ['a checkout with a cookie', { Cookie: 'order_saga_codec=shop' }, 403],
])('%s is turned away', async (_who, headers, status) => {
  expect((await ask('/decode', [PLAIN], headers)).status).toBe(status);
});

it('whoever signs in has a cookie that no script reads and no other site sends', async () => {
  expect((await signIn('shop')).status).toBe(403);
  const answer = await signIn('ops');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, UI]);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  expect((await ask('/decode', [PLAIN], { Cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
});

it("Temporal's UI alone may ask from a page", async () => {
  expect([await asked(UI), await asked('http://evil.example')]).toEqual([UI, null]);
});
