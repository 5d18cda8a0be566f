import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const ROOT = join(import.meta.dirname, '..', '..');

/** A change of one file of `workflows/`, by its text. */
export interface PlantedChange {
  file: string;
  from: string;
  to: string;
}

/**
 * The workflow code with a change, as a bundle, from a copy that is gone afterwards.
 * @throws Error where the text to change is not there (any more): a plant that does nothing would prove nothing
 */
export async function bundleWithChange(change: PlantedChange | null): Promise<WorkflowBundleWithSourceMap> {
  const copy = await mkdtemp(join(tmpdir(), 'order-saga-planted-'));
  try {
    for (const folder of ['workflows', 'domain']) await cp(join(ROOT, folder), join(copy, folder), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    if (change) await plant(join(copy, 'workflows', change.file), change);
    return await bundleWorkflowCode({
      workflowsPath: join(copy, 'workflows', 'index.ts'),
      payloadConverterPath: join(copy, 'workflows', 'payload-converter.ts'),
      failureConverterPath: join(copy, 'workflows', 'failure-converter.cjs'),
      logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    });
  } finally {
    await rm(copy, { recursive: true });
  }
}

async function plant(file: string, { from, to }: PlantedChange): Promise<void> {
  const code = await readFile(file, 'utf8');
  const changed = code.replace(from, to);
  if (changed === code) throw new Error(`${file} has no such text to change: ${from}`);
  await writeFile(file, changed);
}
