import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { findNatsServer } from '../embedded/nats-build.ts';
import { findTemporalCli } from '../embedded/temporal-cli.ts';
import { findStripeMock } from './support/stripe-mock.ts';
import { findToxiproxy } from './support/toxiproxy.ts';

/** Runs jest, and says at the end how it went, alone on a line, from jest's own result. */
const Result = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numRuntimeErrorTestSuites: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});
type LaneResult = z.infer<typeof Result> & { exitCode: number | undefined };

// Once and beforehand: building them takes minutes, more than any test waits for its world.
await findTemporalCli();
await findNatsServer();
await findStripeMock();
await findToxiproxy();

/** The whole shop, which is held to its times: its files have the machine for themselves. */
const ALONE = ['stack', 'rollout', 'faults', 'console'];
/** Then lanes side by side, each one file after the other: these wait for servers and timers more than they work. */
const BESIDE = ['messaging', 'chaos', 'unit', 'complaints', 'model'];

/** Of a failure; a difference of a thousand orders would leave no room for the other failures. */
const MOST_LINES = 25;

const asked = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'order-saga-jest-'));
const results = asked.length > 0 ? [await runJest(asked)] : await runAll();
await rm(folder, { recursive: true });
const sum = (count: (result: LaneResult) => number) => results.reduce((all, result) => all + count(result), 0);
// A file that does not even load has no tests to count: it counts as one that failed.
const failed = sum(({ numFailedTests, numRuntimeErrorTestSuites }) => numFailedTests + numRuntimeErrorTestSuites);
// Once more at the end, where it is found: the lanes print among each other, and a log may keep its end alone.
for (const failure of results.flatMap(({ testResults }) => testResults.flatMap(failuresOf)))
  process.stdout.write(`\nFAIL ${failure.split('\n').slice(0, MOST_LINES).join('\n')}\n`);
process.stdout.write(`${sum(({ numPassedTests }) => numPassedTests)} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || results.some(({ exitCode }) => exitCode !== 0) ? 1 : 0;

/** Each test of a file that failed, with why; the file itself where it did not even load. */
function failuresOf({ name, status, message, assertionResults }: LaneResult['testResults'][number]): string[] {
  const path = relative(process.cwd(), name);
  const failures = assertionResults.filter((test) => test.status === 'failed');
  if (failures.length === 0 && status === 'failed') return [`${path}\n${message}`];
  return failures.map(({ fullName, failureMessages }) => `${path}: ${fullName}\n${failureMessages.join('\n')}`);
}

/** What no lane names is in one more: none is left out. */
async function runAll(): Promise<LaneResult[]> {
  const folders = (await readdir(import.meta.dirname, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const rest = folders.map(({ name }) => name).filter((name) => ![...ALONE, ...BESIDE].includes(name));
  return [await runFolders(ALONE), ...(await Promise.all([BESIDE, rest].map(runFolders)))];
}

async function runFolders(names: readonly string[]): Promise<LaneResult> {
  return await runJest(names.map((name) => `test/${name}/`));
}

async function runJest(paths: readonly string[]): Promise<LaneResult> {
  const outputFile = join(folder, `${randomUUID()}.json`);
  const { exitCode } = await execa('jest', ['--json', `--outputFile=${outputFile}`, ...paths], {
    preferLocal: true,
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'inherit',
    env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
  });
  return { ...Result.parse(JSON.parse(await readFile(outputFile, 'utf8'))), exitCode };
}
