import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { STAGES } from '../stages.ts';
import { findCollector, findGoTool } from './go-tools.ts';
import { findPythonTools } from './python.ts';

/*
 * `npm run verify:infra`: what is shipped, checked without an account and without Docker, by the vendors' own tools. Each
 * check is a row; the first that fails ends it.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const INFRA = join(ROOT, 'infra');

interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

async function run({ name, command, args, cwd = ROOT }: Check): Promise<void> {
  const began = performance.now();
  await execa(command, args, {
    cwd,
    preferLocal: true,
    localDir: ROOT,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    // Nothing but the registries is asked for anything.
    env: { CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  process.stdout.write(`${name}: fine, ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}

await run({ name: 'npm ci', command: 'npm', args: ['ci', '--no-audit', '--no-fund'], cwd: INFRA });
const [python, actionlint, promtool] = [
  await findPythonTools(),
  await findGoTool('actionlint'),
  await findGoTool('promtool'),
];
// For the tests, whose time it would be otherwise.
await findCollector();
const folder = await mkdtemp(join(tmpdir(), 'order-saga-synth-'));
const synthesized = (stage: string) => join(folder, stage);

const checks: readonly Check[] = [
  { name: 'types', command: 'tsc', args: ['--project', 'infra'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings', '--config', 'oxlint.json'], cwd: INFRA },
  { name: 'imports', command: 'depcruise', args: ['--config', '.dependency-cruiser.cjs', 'infra'] },
  ...Object.keys(STAGES).map((stage) => ({
    name: `cdk synth and cdk-nag, ${stage}`,
    command: join(INFRA, 'node_modules/.bin/cdk'),
    args: [
      'synth',
      '--quiet',
      '--no-notices',
      '--strict',
      '--context',
      `stage=${stage}`,
      '--output',
      synthesized(stage),
    ],
    cwd: INFRA,
  })),
  {
    name: 'cfn-lint',
    command: join(python, 'cfn-lint'),
    // W3005: CDK writes down an order that CloudFormation would find by itself.
    args: ['--ignore-checks', 'W3005', '--', join(synthesized('production'), '*.template.json')],
  },
  // In one process, so that each stage is synthesized once.
  {
    name: 'tests',
    command: 'node',
    args: ['--test', '--test-isolation=none', '--test-reporter=spec', 'infra/test/**/*.test.ts'],
  },
  { name: 'hadolint', command: join(python, 'hadolint'), args: ['Dockerfile'] },
  {
    name: 'compose-go',
    command: 'go',
    args: ['run', '.', join(ROOT, 'docker-compose.yml')],
    cwd: join(INFRA, 'verify/compose'),
  },
  { name: 'promtool', command: promtool, args: ['check', 'rules', '--lint=all', 'observability/alerts.yml'] },
  { name: 'promtool, the alerts', command: promtool, args: ['test', 'rules', 'observability/alerts.test.yml'] },
  { name: 'actionlint', command: actionlint, args: [] },
  { name: 'zizmor', command: join(python, 'zizmor'), args: ['--offline', '--persona=pedantic', '.github'] },
];

try {
  for (const check of checks) await run(check);
} finally {
  await rm(folder, { recursive: true });
}
