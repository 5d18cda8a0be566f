import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, type Payload, type SerializationContext } from '@temporalio/common';
import { connect, type Database } from '../../db/client.ts';
import { newId } from '../../db/ids.ts';
import { addOrderKey, destroyOrderKey } from '../../db/order-keys.ts';
import { ensureFileRing, fileRing } from '../../vault/file-ring.ts';
import { KeyRing } from '../../vault/key-ring.ts';
import { OrderKeys } from '../../vault/order-keys.ts';
import { payloadCodec } from '../../vault/payload-codec.ts';
import { PayloadRefused } from '../../vault/refusals.ts';
import { startPostgres } from '../support/postgres.ts';

let folder: string;
let file: string;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let database: Database;
let ring: KeyRing;
const refused: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-saga-vault-'));
  file = join(folder, 'keys', 'ring.json');
  postgres = await startPostgres();
  database = connect(postgres.url, { max: 4 });
  await ensureFileRing(file);
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  refused.length = 0;
  ring = await KeyRing.open(fileRing(file));
});

const onRefused = ({ message }: PayloadRefused) => refused.push(message);

/** As another process has it: it knows what is stored, and nothing else. */
function process(given: KeyRing = ring, readsPlain = false) {
  const orderKeys = new OrderKeys(given, database.db);
  return { orderKeys, codec: payloadCodec({ ring: given, orderKeys, readsPlain: () => readsPlain, onRefused }) };
}

const workflow = (workflowId: string): SerializationContext => ({ type: 'workflow', namespace: 'default', workflowId });
const activity = (workflowId: string): SerializationContext => ({
  type: 'activity',
  namespace: 'default',
  workflowId,
  isLocal: true,
});
const plain = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const raw = (payloads: Payload[]) =>
  payloads.map((payload) => Buffer.from(payload.data ?? []).toString('latin1')).join();
const keyOf = ([payload]: Payload[]) => Buffer.from(payload?.metadata?.['encryption-key-id'] ?? []).toString();

describe('what Temporal is given of an order', () => {
  it('is closed, metadata and all, and opens in any process', async () => {
    const about = workflow(`order-${newId()}`);
    const given = [plain({ name: 'Canary' }), plain(undefined)];
    const closed = await process().codec.encode(given, about);
    expect(raw(closed)).not.toMatch(/canary|json|name/i);
    const opened = await process().codec.decode(closed, about);
    expect(opened.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual([
      { name: 'Canary' },
      undefined,
    ]);
  });

  it('is under a key of its own, and what is of no order under the key of the ring', async () => {
    const [one, other] = [newId(), newId()];
    const { codec } = process();
    const keys = await Promise.all(
      [`order-${one}`, `order-${other}`, 'outbox-relay-0', `webhook-${one}-${other}`].map(async (id) =>
        keyOf(await codec.encode([plain(1)], workflow(id))),
      ),
    );
    expect(keys).toEqual([`order:${one}`, `order:${other}`, ring.active.id, ring.active.id]);
    expect(keyOf(await codec.encode([plain(1)]))).toBe(ring.active.id);
  });

  it('is closed twice by two different texts', async () => {
    const about = workflow(`order-${newId()}`);
    const [first, second] = await process().codec.encode([plain('same'), plain('same')], about);
    expect(raw([first ?? {}])).not.toBe(raw([second ?? {}]));
  });

  it('is not taken where a bit of it was changed, or it is said to be of another key', async () => {
    const [id, other] = [newId(), newId()];
    const { codec } = process();
    const [closed = {}] = await codec.encode([plain('Canary')], workflow(`order-${id}`));
    await codec.encode([plain('x')], workflow(`order-${other}`));
    const data = Buffer.from(closed.data ?? []);
    data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
    const name = Buffer.from(`order:${other}`);
    const wrong = [
      { ...closed, data },
      { ...closed, data: data.subarray(0, 5) },
      { ...closed, metadata: { ...closed.metadata, 'encryption-key-id': name } },
    ];
    for (const payload of wrong)
      await expect(codec.decode([payload])).rejects.toThrow(/^a payload does not open with its key order:/);
    // Anybody's signal, which no workflow is to fail of for ever.
    const ofNobody = { ...closed, metadata: { ...closed.metadata, 'encryption-key-id': Buffer.from('made up') } };
    for (const payload of [...wrong, ofNobody]) {
      const [arrived = {}] = await codec.decode([payload], workflow(`order-${id}`));
      expect(() => defaultPayloadConverter.fromPayload(arrived)).toThrow(/Unknown encoding/);
    }
    await expect(codec.decode([ofNobody])).rejects.toThrow('a payload of nobody is of no key of ours');
  });

  it('is opened with a key that one process keeps with the claim, and two make at once', async () => {
    const orderId = newId();
    const first = process();
    await addOrderKey(database.db, orderId, first.orderKeys.make(orderId));
    const closed = await first.codec.encode([plain(1)], workflow(`order-${orderId}`));
    expect(await process().codec.decode(closed)).toHaveLength(1);

    const about = workflow(`order-${newId()}`);
    const both = await Promise.all([
      process().codec.encode([plain(1)], about),
      process().codec.encode([plain(2)], about),
    ]);
    expect(await process().codec.decode(both.flat())).toHaveLength(2);
  });

  it('is lost with its key, and what comes later is closed all the same', async () => {
    const orderId = newId();
    const about = workflow(`order-${orderId}`);
    const closed = await process().codec.encode([plain('Canary')], about);
    expect(await destroyOrderKey(database.db, orderId)).toBe(1);
    await expect(process().codec.decode(closed, about)).rejects.toThrow(`the key order:${orderId} was destroyed`);
    const later = await process().codec.encode([plain('later')], about);
    expect(keyOf(later)).toBe(ring.active.id);
    expect(await destroyOrderKey(database.db, orderId)).toBe(0);
  });
});

describe('what is not encrypted', () => {
  const about = `order-${newId()}`;

  it('is refused by clients and activities, with words that show nothing of it', async () => {
    for (const context of [undefined, activity(about)]) {
      const refusal = await process()
        .codec.decode([plain('Canary')], context)
        .catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(PayloadRefused);
      expect(String(refusal)).toMatch(/has no key: it is not encrypted/);
      expect(String(refusal)).not.toMatch(/canary/i);
    }
  });

  it('comes to a workflow as what cannot be read, and is told of', async () => {
    const { codec } = process();
    const [arrived = {}] = await codec.decode([plain('Canary')], workflow(about));
    expect(() => defaultPayloadConverter.fromPayload(arrived)).toThrow(/Unknown encoding/);
    expect(raw([arrived])).toBe('');
    expect(refused).toEqual([`a payload of ${about} has no key: it is not encrypted`]);
  });

  it('is read where the setting says so', async () => {
    expect(await process(ring, true).codec.decode([plain('x')], activity(about))).toEqual([plain('x')]);
  });
});

describe('the key ring', () => {
  it('is for its owner alone, and is made once', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const before = await readFile(file, 'utf8');
    await ensureFileRing(file);
    expect(await readFile(file, 'utf8')).toBe(before);
    await chmod(file, 0o644);
    await expect(KeyRing.open(fileRing(file))).rejects.toThrow(/may be read by others/);
    await chmod(file, 0o600);
  });

  it('is refused without words of what is in it', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '{"keys":[{"id":"a","key":"c2VjcmV0","createdAt":"2026-11-27T00:00:00.000Z"}]}', {
      mode: 0o600,
    });
    const refusal = await KeyRing.open(fileRing(broken)).catch((error: unknown) => error);
    expect(String(refusal)).toBe(`Error: ${broken} is no key ring`);
  });

  it('rotates while others work: they read what the new key closed, and all read what the old one did', async () => {
    const orderId = newId();
    const about = workflow(`order-${orderId}`);
    const other = await KeyRing.open(fileRing(file));
    const before = await process(other).codec.encode([plain(1)], about);
    const ofHouse = await process(other).codec.encode([plain(1)]);
    const { id } = await ring.rotate();
    expect(ring.active.id).toBe(id);
    expect(other.active.id).not.toBe(id);

    const after = await process(ring).codec.encode([plain(2)]);
    expect(keyOf(after)).toBe(id);
    // Several at once, by whoever has read the ring just now.
    expect(await process(other).codec.decode([...after, ...after])).toHaveLength(2);
    expect(other.active.id).toBe(id);
    expect(await process(await KeyRing.open(fileRing(file))).codec.decode([...before, ...ofHouse])).toHaveLength(2);
  });

  it('names a key that it has not', async () => {
    const [closed = {}] = await process().codec.encode([plain('Canary')]);
    const metadata = { ...closed.metadata, 'encryption-key-id': Buffer.from('ring-of-nobody') };
    await expect(process().codec.decode([{ ...closed, metadata }])).rejects.toThrow(
      'the key ring-of-nobody is not in the ring',
    );
  });
});
