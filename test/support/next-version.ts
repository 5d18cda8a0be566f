import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = [
  'activities',
  'api',
  'bin',
  'console',
  'contracts',
  'db',
  'domain',
  'embedded',
  'messaging',
  'telemetry',
  'vault',
  'workflows',
];

/** What a version changes, by its text: each is there once. */
const CHANGES = [
  {
    // Every parcel takes a step more, behind a gate, as orders are under way that began without it.
    file: 'workflows/steps.ts',
    texts: [
      [
        "import type { ApplicationFailure } from '@temporalio/workflow';",
        "import { type ApplicationFailure, patched, sleep } from '@temporalio/workflow';",
      ],
      [
        "  const options = { summary: 'Shipment update', ",
        "  if (patched('rehearsed')) await sleep(1);\n  const options = { summary: 'Shipment update', ",
      ],
    ],
  },
  {
    file: 'db/schema.ts',
    texts: [
      [
        "    needsAttention: boolean('needs_attention')",
        "    rehearsed: text(),\n    needsAttention: boolean('needs_attention')",
      ],
    ],
  },
] as const;

/**
 * The shop's next version, in a folder of its own: a step more in the workflow, a column more in the database, and the migration for it.
 * @throws Error where the text to change is not there (any more)
 */
export async function makeNextVersion(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'order-saga-next-'));
  for (const folder of FOLDERS) await cp(join(ROOT, folder), join(root, folder), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) await cp(join(ROOT, file), join(root, file));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  for (const { file, texts } of CHANGES) {
    let code = await readFile(join(root, file), 'utf8');
    for (const [from, to] of texts) {
      if (code.split(from).length !== 2) throw new Error(`${file} does not have this once: ${from}`);
      code = code.replace(from, to);
    }
    await writeFile(join(root, file), code);
  }
  const generate = ['generate', '--config', 'db/drizzle.config.ts', '--name', 'rehearsed'];
  await execa('drizzle-kit', generate, { cwd: root, preferLocal: true, localDir: ROOT });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
