import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { findNatsServer } from '../embedded/nats-build.ts';
import { findTemporalCli } from '../embedded/temporal-cli.ts';

/** Runs jest, and says at the end how it went, alone on a line, from jest's own result. */
const Result = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numRuntimeErrorTestSuites: z.int() });

// Once and beforehand: building them takes minutes, more than any test waits for its world.
await findTemporalCli();
await findNatsServer();

const folder = await mkdtemp(join(tmpdir(), 'order-saga-jest-'));
const outputFile = join(folder, 'result.json');
const jest = await execa('jest', ['--json', `--outputFile=${outputFile}`, ...process.argv.slice(2)], {
  preferLocal: true,
  reject: false,
  stdin: 'ignore',
  stdout: 'ignore',
  stderr: 'inherit',
  env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
});
const result = Result.parse(JSON.parse(await readFile(outputFile, 'utf8')));
await rm(folder, { recursive: true });
// A file that does not even load has no tests to count: it counts as one that failed.
const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
process.stdout.write(`${result.numPassedTests} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || jest.exitCode !== 0 ? 1 : 0;
