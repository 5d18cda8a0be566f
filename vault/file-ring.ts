import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { RingKey, RingSource } from './key-ring.ts';
import { newKeyId } from './ring-key-ids.ts';
import { KEY_BYTES } from './sealing.ts';

const Ring = z.strictObject({
  keys: z.array(
    z.strictObject({
      id: z.string().min(1),
      key: z
        .base64()
        .transform((text) => Buffer.from(text, 'base64'))
        .refine((key) => key.length === KEY_BYTES),
      createdAt: z.iso.datetime(),
    }),
  ),
});

/** Whoever else may read the file may read every order. */
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** A ring in a file, for one machine. */
export function fileRing(file: string): RingSource {
  async function read(): Promise<RingKey[]> {
    const { mode } = await stat(file);
    if ((mode & OTHERS) !== 0) throw new Error(`${file} may be read by others: chmod 600`);
    const ring = Ring.safeParse(parsed(await readFile(file, 'utf8')));
    // zod's own words would show what is in it.
    if (!ring.success) throw new Error(`${file} is no key ring`);
    return ring.data.keys;
  }
  return {
    read,
    add: async () => {
      const added = newKey();
      await write(file, [...(await read()), added]);
      return added;
    },
  };
}

/** Makes the file with a first key, unless it is there. */
export async function ensureFileRing(file: string): Promise<void> {
  try {
    await stat(file);
  } catch {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await write(file, [newKey()]);
  }
}

/** Beside it and then in its place: whoever reads it meanwhile has one or the other, and a crash loses no key. */
async function write(file: string, keys: readonly RingKey[]): Promise<void> {
  const beside = `${file}.${process.pid}`;
  const handle = await open(beside, 'w', OWNER_ONLY);
  try {
    const text = { keys: keys.map(({ key, ...rest }) => ({ ...rest, key: key.toString('base64') })) };
    await handle.writeFile(`${JSON.stringify(text, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

function newKey(): RingKey {
  const createdAt = new Date();
  return { id: newKeyId(createdAt), key: randomBytes(KEY_BYTES), createdAt: createdAt.toISOString() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
