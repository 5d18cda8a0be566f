import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readRunFile } from '../../../embedded/run-file.ts';
import { ports, type Stack } from '../../support/stack.ts';
import { end, launch, processesOf } from '../../support/stack-process.ts';
import { allOrders, place } from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';

const READY_WITHIN_MS = 20_000;
const IDLES_BELOW_MIB = 1536;

/** Starts with these settings, on ports and a folder of its own where they say nothing else. */
async function start(settings: Record<string, string>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-start-'));
  const app = launch({ ...(await ports()), DATA_DIR: dataDir, ...settings });
  return { app, dataDir, remove: () => rm(dataDir, { recursive: true }) };
}

/** A start that is to fail: how it ended, and what it said. */
async function failed(settings: Record<string, string>) {
  const { app, dataDir, remove } = await start(settings);
  const { code } = await app.exited;
  const left = readRunFile(dataDir);
  await remove();
  return { code, lines: app.stderr().trimEnd().split('\n'), left };
}

export function starting(stack: () => Stack): void {
  describe('stopping and starting', () => {
    it('SIGINT twice does no harm, and the next start finds all as it was', async () => {
      const before = await allOrders(stack());
      expect(before).not.toHaveLength(0);
      await stack().stop(['SIGINT', 'SIGINT']);
      // Still without a carrier: it would ship some of them before they are read.
      await stack().restart();
      expect(await allOrders(stack())).toEqual(before);
    });

    it('is ready within 20 s, and prints the addresses and then `ready`', () => {
      expect(stack().readyAfterMs).toBeLessThan(READY_WITHIN_MS);
      const lines = stack().app.stdout().trimEnd().split('\n');
      expect(lines.at(-1)).toBe('ready');
      for (const port of ['PORT', 'TEMPORAL_UI_PORT']) {
        expect(lines.join('\n')).toContain(`http://127.0.0.1:${stack().env[port]}`);
      }
      expect(lines.join('\n')).toContain('/docs');
    });

    it('idles below 1.5 GiB, all parts together', async () => {
      const pids = await processesOf(stack().dataDir);
      const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', pids.join(',')]);
      const kib = stdout.trim().split('\n').map(Number);
      expect(kib.length).toBeGreaterThanOrEqual(5);
      expect(kib.reduce((sum, rss) => sum + rss, 0) / 1024).toBeLessThan(IDLES_BELOW_MIB);
    });

    it('on a folder that is in use fails with one clear line, and leaves the first one alone', async () => {
      const { code, lines } = await failed({ DATA_DIR: stack().dataDir });
      expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining('another instance is running')] });
      expect(lines[0]).toContain('DATA_DIR');
      expect(readRunFile(stack().dataDir)).toHaveLength(5);
      await place(stack());
    });

    it.each(['PORT', 'AWS_PORT'])('on a %s that is in use fails with one line that names it', async (name) => {
      const port = stack().env[name] ?? '';
      const { code, lines, left } = await failed({ [name]: port });
      expect({ code, lines, left }).toEqual({ code: 1, lines: [`${name} ${port} is in use`], left: [] });
    });

    it.each([
      ['PORT', 'abc'],
      ['TEMPORAL_CLI', '/nowhere/temporal'],
    ])('with %s=%s fails with one line that names it', async (name, value) => {
      const { code, lines, left } = await failed({ [name]: value });
      expect({ code, lines, left }).toEqual({ code: 1, lines: [expect.stringContaining(name)], left: [] });
    });

    it('can be stopped while it starts: nothing is left, and it ends well', async () => {
      const { app, dataDir, remove } = await start({});
      await until('the first parts', async () => readRunFile(dataDir).length >= 3, { everyMs: 5 });
      const { code, leftBehind } = await end(app, dataDir, ['SIGTERM']);
      expect({ code, leftBehind, stderr: app.stderr() }).toEqual({ code: 0, leftBehind: [], stderr: '' });
      await remove();
    });
  });
}
