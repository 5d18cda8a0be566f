import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { eventDocuments } from '../contracts/events/documents.ts';

const FOLDER = join(import.meta.dirname, '../docs/events');

/**
 * docs/events/ from the contracts, each file by its path there. Never docs/events/released/: what readers were promised
 * does not change with the code.
 */
export async function eventDocs(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [path, document] of eventDocuments()) {
    files.set(path, await format(JSON.stringify(document), { parser: 'json', printWidth: 120 }));
  }
  return files;
}

if (import.meta.main) {
  for (const folder of ['schemas', 'examples']) await rm(join(FOLDER, folder), { recursive: true, force: true });
  for (const [path, text] of await eventDocs()) {
    await mkdir(dirname(join(FOLDER, path)), { recursive: true });
    await writeFile(join(FOLDER, path), text);
  }
}
