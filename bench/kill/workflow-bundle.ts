import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflows } from '../../bin/runtime.ts';

type Bundle = Awaited<ReturnType<typeof bundleWorkflows>>;

/** The workflow code, bundled by the first process of a run for all that follow: it is most of what a start takes. */
export async function workflowBundle(folder: string): Promise<Bundle> {
  const file = join(folder, 'workflow-bundle.js');
  try {
    return { code: readFileSync(file, 'utf8'), sourceMap: '' };
  } catch {
    const bundle = await bundleWorkflows();
    // Whole or not at all: this process may be killed at any time.
    writeFileSync(`${file}.draft`, bundle.code);
    renameSync(`${file}.draft`, file);
    return bundle;
  }
}
