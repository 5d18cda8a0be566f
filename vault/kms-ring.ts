import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Db } from '../db/client.ts';
import { addRingKey, listRingKeys, type StoredRingKey } from '../db/ring-keys.ts';
import type { RingKey, RingSource } from './key-ring.ts';
import { newKeyId } from './ring-key-ids.ts';

export interface KmsRingDeps {
  kms: KMSClient;
  /** Id, ARN or alias of the key in KMS. */
  keyId: string;
  db: Db;
}

/**
 * A ring of data keys of KMS (envelope encryption): Postgres keeps them as KMS wrapped them, which is worth nothing without KMS. Each is
 * opened once a process.
 */
export function kmsRing({ kms, keyId: KeyId, db }: KmsRingDeps): RingSource {
  const known = new Map<string, RingKey>();

  async function opened({ id, wrapped, createdAt }: StoredRingKey): Promise<RingKey> {
    const before = known.get(id);
    if (before) return before;
    const CiphertextBlob = Buffer.from(wrapped, 'base64');
    const { Plaintext } = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: { id } }));
    if (!Plaintext) throw new Error(`KMS did not open ${id}`);
    const key = { id, key: Buffer.from(Plaintext), createdAt: createdAt.toISOString() };
    known.set(id, key);
    return key;
  }

  async function add(): Promise<RingKey> {
    const createdAt = new Date();
    const id = newKeyId(createdAt);
    const asked = new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: { id } });
    const { CiphertextBlob, Plaintext } = await kms.send(asked);
    if (!CiphertextBlob || !Plaintext) throw new Error('KMS made no key');
    await addRingKey(db, { id, wrapped: Buffer.from(CiphertextBlob).toString('base64'), createdAt });
    return { id, key: Buffer.from(Plaintext), createdAt: createdAt.toISOString() };
  }

  return {
    // Two that start at once may both make a first key: the newer one wraps, and both open.
    read: async () => {
      const stored = await listRingKeys(db);
      return stored.length === 0 ? [await add()] : await Promise.all(stored.map(opened));
    },
    add,
  };
}
