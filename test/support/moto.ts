import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { freePort } from '../../embedded/ports.ts';
import { cachedTool, isExecutable } from '../../embedded/tools.ts';
import { until } from './stack-wait.ts';

const VERSION = '5.2.5';
/** Its only account. */
export const ACCOUNT = '123456789012';

/** Finds moto's server in our cache, or installs it there from PyPI, in a virtual environment of its own. */
async function findMoto(): Promise<string> {
  const folder = cachedTool(process.env, `moto-${VERSION}`);
  const command = join(folder, 'bin', 'moto_server');
  if (await isExecutable(command)) return command;
  await mkdir(dirname(folder), { recursive: true });
  try {
    await execa('python3', ['-m', 'venv', folder]);
    await execa(join(folder, 'bin', 'pip'), ['install', '--quiet', `moto[kms,server]==${VERSION}`]);
  } catch (error) {
    // What is found there is complete.
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return command;
}

/** What speaks AWS' APIs that fauxqs does not: KMS, and beside it SNS, SQS and S3. */
export async function startMoto(): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = execa(await findMoto(), ['-H', '127.0.0.1', '-p', String(port)], { reject: false });
  await until('moto to answer', async () => {
    try {
      return (await fetch(endpoint)).status < 500;
    } catch {
      return false;
    }
  });
  return {
    endpoint,
    stop: async () => {
      server.kill();
      await server;
    },
  };
}
