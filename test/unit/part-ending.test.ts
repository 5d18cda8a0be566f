import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { startPart } from '../../embedded/parts.ts';
import { isAlive } from '../../embedded/processes.ts';
import { until } from '../support/stack-wait.ts';

/** Starts a child that would go on for a minute, writes its pid, and ends on SIGTERM without a look at it. */
const CARELESS = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  require('node:fs').writeFileSync(process.argv[1], String(child.pid));
  process.on('SIGTERM', () => process.exit(0));
`;

it('ends with all that it started: an initdb in the middle does not go on writing', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'order-saga-part-'));
  try {
    const pidFile = join(dataDir, 'child');
    const part = startPart(dataDir, {
      name: 'careless',
      port: 0,
      command: process.execPath,
      args: ['-e', CARELESS, pidFile],
      readyWithinMs: 5_000,
      endsWithinMs: 5_000,
      probe: () => Promise.resolve(),
    });
    const written = () => (existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0);
    await until('the child', () => Promise.resolve(written() > 0));
    expect(isAlive(written())).toBe(true);
    await part.stop();
    expect(isAlive(written())).toBe(false);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
