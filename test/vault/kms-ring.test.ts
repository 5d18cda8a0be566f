import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CreateKeyCommand, DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { connect, type Database } from '../../db/client.ts';
import { listRingKeys } from '../../db/ring-keys.ts';
import { KeyRing } from '../../vault/key-ring.ts';
import { kmsRing } from '../../vault/kms-ring.ts';
import { startMoto } from '../support/moto.ts';
import { startPostgres } from '../support/postgres.ts';

let moto: Awaited<ReturnType<typeof startMoto>>;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let database: Database;
let kms: KMSClient;
let keyId: string;

beforeAll(async () => {
  [moto, postgres] = await Promise.all([startMoto(), startPostgres()]);
  database = connect(postgres.url, { max: 4 });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  kms = new KMSClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  keyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
  // The first time on a machine moto is installed.
}, 900_000);
afterAll(async () => {
  await database.close();
  kms.destroy();
  await Promise.all([moto.stop(), postgres.stop()]);
});

const ring = () => KeyRing.open(kmsRing({ kms, keyId, db: database.db }));

it('a ring of KMS is made by whoever comes first, and is the same for all, rotated too', async () => {
  const first = await ring();
  const { id, key } = first.active;
  expect(key).toHaveLength(32);
  expect((await ring()).active).toEqual({ id, key, createdAt: expect.any(String) });

  const added = await first.rotate();
  const later = await ring();
  expect(later.keys.map((one) => one.id)).toEqual([id, added.id]);
  expect(later.active.key).toEqual(added.key);
  expect(added.key).not.toEqual(key);
});

it('Postgres has of it what KMS wrapped, for that key of the ring alone', async () => {
  const { keys } = await ring();
  const [first, second] = await listRingKeys(database.db);
  for (const { key } of keys) {
    expect(JSON.stringify([first, second])).not.toContain(key.toString('base64'));
  }
  const CiphertextBlob = Buffer.from(first?.wrapped ?? '', 'base64');
  const asOther = new DecryptCommand({ KeyId: keyId, CiphertextBlob, EncryptionContext: { id: second?.id ?? '' } });
  // KMS names it, moto has no name for it.
  await expect(kms.send(asOther)).rejects.toThrow(/InvalidCiphertext|UnknownError/);
});

it('without KMS there is no ring', async () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const away = new KMSClient({ endpoint: 'http://127.0.0.1:9', region: 'us-east-1', credentials, maxAttempts: 1 });
  await expect(KeyRing.open(kmsRing({ kms: away, keyId, db: database.db }))).rejects.toThrow(/ECONNREFUSED/);
  away.destroy();
});
