import { Client, Connection } from '@temporalio/client';
import { Command } from 'commander';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { reaching } from '../settings.ts';
import { temporalAddress } from '../temporal-address.ts';
import { currentVersion, rollOut } from '../worker-versions.ts';
import { opsSettings } from './reach.ts';

/** `npm run ops -- rollout`: a version of the workers has 1, 10 and 100 % of the work, or none again. */
export function rolloutCommand(): Command {
  return new Command('rollout')
    .description('Give workers of a version 1, 10 and 100 % of the work; back to none, and exit 1, where a check fails')
    .option('--build-id <id>', 'WORKER_BUILD_ID of the new workers; without it: say which version has the orders')
    .option('--check <command>', 'exits 0 while all is well', 'true')
    .option('--hold-seconds <seconds>', 'for so long each step is watched', '600')
    .option('--every-seconds <seconds>', 'how often it is looked', '15')
    .action(async (options: { buildId?: string; check: string; holdSeconds: string; everySeconds: string }) => {
      const settings = opsSettings();
      const connection = await reaching('TEMPORAL_ADDRESS', () => Connection.connect(temporalAddress(settings)));
      try {
        const client = new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE });
        const { buildId } = options;
        if (buildId === undefined) {
          process.stdout.write(`${(await currentVersion(client)) ?? ''}\n`);
          return;
        }
        const isCurrent = await rollOut(client, {
          buildId,
          holdMs: Number(options.holdSeconds) * 1000,
          everyMs: Number(options.everySeconds) * 1000,
          isWell: () => succeeds(options.check),
          onStep: (text) => process.stdout.write(`${text}\n`),
        });
        process.exitCode = isCurrent ? 0 : 1;
      } finally {
        await connection.close();
      }
    });
}

async function succeeds(command: string): Promise<boolean> {
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'inherit', 'inherit'] });
  await once(child, 'exit');
  return child.exitCode === 0;
}
