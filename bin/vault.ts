import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KMSClient } from '@aws-sdk/client-kms';
import type { DataConverter } from '@temporalio/common';
import type { Logger } from 'pino';
import { connect, type Db } from '../db/client.ts';
import { ensureFileRing, fileRing } from '../vault/file-ring.ts';
import { KeyRing, type RingSource } from '../vault/key-ring.ts';
import { kmsRing } from '../vault/kms-ring.ts';
import { OrderKeys } from '../vault/order-keys.ts';
import { payloadCodec } from '../vault/payload-codec.ts';
import { payloadOpener } from '../vault/payload-opener.ts';
import { awsBase } from './aws.ts';
import { databaseAddress } from './database-address.ts';
import { reaching, type Settings } from './settings.ts';

/** What closes the payloads of Temporal, and opens them. */
export interface Vault {
  ring: KeyRing;
  orderKeys: OrderKeys;
  /** For every client and every worker. */
  dataConverter: DataConverter;
  /** For whoever has no key of its own: what cannot be opened comes back as it is. */
  opener: ReturnType<typeof payloadOpener>;
}

/** @throws Error that names the setting where there is no key ring */
export async function openVault(settings: Settings, db: Db, log: Logger): Promise<Vault> {
  const ring = await openRing(settings, db);
  const orderKeys = new OrderKeys(ring, db);
  const codec = payloadCodec({
    ring,
    orderKeys,
    readsPlain: readsPlain(settings),
    onRefused: (refusal) => log.warn({ err: refusal }, 'a payload was refused'),
  });
  const shown = payloadCodec({ ring, orderKeys, readsPlain: () => true, onRefused: () => undefined });
  return { ring, orderKeys, dataConverter: dataConverterOf(codec), opener: payloadOpener(shown) };
}

async function openRing(settings: Settings, db: Db): Promise<KeyRing> {
  const setting = settings.KMS_KEY_ID === undefined ? 'KEY_RING_FILE' : 'KMS_KEY_ID';
  return await reaching(setting, () => KeyRing.open(ringSource(settings, db), settings.KEY_RING_READ_SECONDS * 1000));
}

export function dataConverterOf(codec: ReturnType<typeof payloadCodec>): DataConverter {
  return { failureConverterPath: FAILURE_CONVERTER, payloadCodecs: [codec] };
}

export const FAILURE_CONVERTER = fileURLToPath(new URL('../workflows/failure-converter.cjs', import.meta.url));

/** KMS in production, a file elsewhere. */
export function ringSource(settings: Settings, db: Db): RingSource {
  if (settings.KMS_KEY_ID === undefined) return fileRing(ringFile(settings));
  return kmsRing({ kms: new KMSClient(awsBase(settings)), keyId: settings.KMS_KEY_ID, db });
}

/** On the machine of `npm start` alone: a role elsewhere that made a ring of its own could read nobody's orders. */
export async function ensureRing(settings: Settings): Promise<void> {
  if (settings.KMS_KEY_ID === undefined) await ensureFileRing(ringFile(settings));
}

/** Has KMS make the first key of its ring, by who may: roles that start later may have it opened, and make none. */
export async function ensureKmsRing(settings: Settings): Promise<void> {
  if (settings.KMS_KEY_ID === undefined) return;
  const database = connect(databaseAddress(settings), { max: 1 });
  try {
    await openRing(settings, database.db);
  } finally {
    await database.close();
  }
}

function ringFile({ KEY_RING_FILE, DATA_DIR }: Settings): string {
  return KEY_RING_FILE ?? join(DATA_DIR, 'keys', 'ring.json');
}

function readsPlain({ PLAIN_PAYLOADS: until = 'refused' }: Settings): () => boolean {
  if (until === 'refused') return () => false;
  if (until === 'read') return () => true;
  return () => Date.now() < Date.parse(until);
}
