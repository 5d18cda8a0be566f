import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = [
  'api',
  'workflows',
  'activities',
  'messaging',
  'db',
  'vault',
  'domain',
  'contracts',
  'telemetry',
  'observability',
  'simulators',
  'embedded',
  'client',
  'console',
  'bin',
  'test',
  'bench',
];
/** Of infra, which is a package of its own, what bench/scale reads: tables, and nothing of CDK. */
const FILES = ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json', 'infra/roles.ts', 'infra/stages.ts'];

/** DESIGN, section 2: one import that each row forbids, and more where a row says more. */
const FORBIDDEN: [file: string, statement: string][] = [
  ['contracts/planted-1.ts', "import '../domain/states.ts';"],
  ['contracts/planted-2.ts', "import 'ulid';"],
  ['contracts/planted-3.ts', "import 'node:crypto';"],
  ['contracts/planted-4.ts', "import type { Order } from '../domain/order.ts'; export type X = Order;"],
  ['domain/planted-1.ts', "import '../contracts/http.ts';"],
  ['domain/planted-2.ts', "import '../db/client.ts';"],
  ['domain/planted-3.ts', "import 'node:crypto';"],
  ['domain/planted-4.ts', "import 'zod';"],
  ['workflows/planted-1.ts', "import { createActivities } from '../activities/index.ts'; createActivities;"],
  ['workflows/planted-2.ts', "import '../contracts/http.ts';"],
  ['workflows/planted-3.ts', "import 'node:fs';"],
  ['workflows/planted-4.ts', "import 'zod';"],
  ['workflows/planted-5.ts', "import '../db/client.ts';"],
  ['activities/planted-1.ts', "import '../api/app.ts';"],
  ['activities/planted-2.ts', "import '../workflows/messages.ts';"],
  ['activities/planted-3.ts', "import '../messaging/sns-sqs.ts';"],
  ['activities/planted-4.ts', "import '../bin/settings.ts';"],
  ['activities/planted-5.ts', "import type { start } from '../workflows/index.ts'; export type X = typeof start;"],
  ['db/planted-1.ts', "import '../messaging/port.ts';"],
  ['db/planted-2.ts', "import '../api/app.ts';"],
  ['db/planted-3.ts', "import '../activities/index.ts';"],
  ['vault/planted-1.ts', "import '../bin/settings.ts';"],
  ['vault/planted-2.ts', "import '../api/app.ts';"],
  ['api/planted-9.ts', "import '../vault/key-ring.ts';"],
  ['messaging/planted-1.ts', "import '../db/client.ts';"],
  ['messaging/planted-2.ts', "import '../activities/index.ts';"],
  ['messaging/handlers/planted-1.ts', "import '../../workflows/messages.ts';"],
  ['messaging/handlers/planted-2.ts', "import '../../api/app.ts';"],
  ['api/planted-1.ts', "import '../workflows/order-workflow.ts';"],
  ['api/planted-2.ts', "import '../activities/index.ts';"],
  ['api/planted-3.ts', "import '../messaging/port.ts';"],
  ['api/planted-4.ts', "import '../bin/order-gateway.ts';"],
  ['api/planted-5.ts', "export const later = async () => await import('../simulators/app.ts');"],
  ['api/planted-6.ts', "import '../test/support/http.ts';"],
  ['activities/planted-6.ts', "import '../test/support/http.ts';"],
  ['observability/planted-1.ts', "import '../db/client.ts';"],
  ['telemetry/planted-1.ts', "import '../db/client.ts';"],
  ['client/planted-1.ts', "import '../contracts/http.ts';"],
  ['console/planted-1.ts', "import '../contracts/http.ts';"],
  ['console/planted-2.ts', "import type { Order } from '../domain/order.ts'; export type X = Order;"],
  ['api/planted-9.ts', "import '../console/build.ts';"],
  ['api/planted-7.ts', "import './planted-8.ts';"],
];

/** What the table allows, close by what it forbids. */
const ALLOWED: [file: string, statement: string][] = [
  ['contracts/fine-1.ts', "import 'zod';"],
  ['domain/fine-1.ts', "import type { OrderView } from '../contracts/http.ts'; export type X = OrderView;"],
  ['workflows/fine-1.ts', "import type { Activities } from '../activities/index.ts'; export type X = Activities;"],
  ['vault/fine-1.ts', "import '../db/client.ts';"],
  ['activities/fine-1.ts', "import '../messaging/port.ts';"],
  ['messaging/handlers/fine-1.ts', "import '../../db/client.ts';"],
  ['api/fine-1.ts', "import '../workflows/messages.ts';"],
  [
    'api/fine-2.ts',
    "import type { OrderWorkflow } from '../workflows/order-workflow.ts'; export type X = typeof OrderWorkflow;",
  ],
  ['console/fine-2.ts', "import { isStaff } from '../contracts/roles.ts'; export const x = isStaff;"],
  ['console/fine-1.ts', "import type { OrderView } from '../contracts/http.ts'; export type X = OrderView;"],
  ['bench/fine-1.ts', "import '../bin/order-gateway.ts'; import '../test/support/http.ts';"],
];

const Report = z.object({
  summary: z.object({
    totalCruised: z.int(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ severity: z.string() }) })),
  }),
});

/** dependency-cruiser on a folder: what `npm run check:imports` runs, with its findings as JSON. */
async function cruise(cwd: string, files: readonly string[]) {
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--preserve-symlinks', ...files];
  const run = promisify(execFile)(join(ROOT, 'node_modules/.bin/depcruise'), options, { cwd, maxBuffer: 1e9 });
  const { totalCruised, violations } = Report.parse(JSON.parse((await run).stdout)).summary;
  const errors = violations.filter(({ rule }) => rule.severity === 'error').map(({ from }) => from);
  return { totalCruised, errors: [...new Set(errors)] };
}

describe('who imports whom', () => {
  let copy = '';
  let clean: Awaited<ReturnType<typeof cruise>>;
  let planted: typeof clean;

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'order-saga-imports-'));
    for (const name of [...FOLDERS, ...FILES]) await cp(join(ROOT, name), join(copy, name), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    clean = await cruise(copy, FOLDERS);
    const files = [...FORBIDDEN, ...ALLOWED];
    for (const [file, statement] of files) await writeFile(join(copy, file), `${statement}\n`);
    planted = await cruise(
      copy,
      files.map(([file]) => file),
    );
  });

  afterAll(async () => {
    await rm(copy, { recursive: true });
  });

  it('is as the table says, all over the house', () => {
    expect(clean.errors).toEqual([]);
    expect(clean.totalCruised).toBeGreaterThan(100);
  });

  it.each(FORBIDDEN)('%s: %s is found', (file) => {
    expect(planted.errors).toContain(file);
  });

  it.each(ALLOWED)('%s: %s is fine', (file) => {
    expect(planted.errors).not.toContain(file);
  });
});
