import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { cachedTool, isExecutable } from '../../embedded/tools.ts';

const VERSION = '4.32.5';
/** Signs what only a signature lets in: hooks.py. */
const STANDARD_WEBHOOKS = '1.1.0';

/** Finds schemathesis in our cache, or installs it there from PyPI, in a virtual environment of its own. */
export async function findSchemathesis(): Promise<string> {
  const folder = cachedTool(process.env, `schemathesis-${VERSION}-standardwebhooks-${STANDARD_WEBHOOKS}`);
  const command = join(folder, 'bin', 'schemathesis');
  if (await isExecutable(command)) return command;
  await mkdir(dirname(folder), { recursive: true });
  try {
    await execa('python3', ['-m', 'venv', folder]);
    await execa(join(folder, 'bin', 'pip'), [
      'install',
      '--quiet',
      `schemathesis==${VERSION}`,
      `standardwebhooks==${STANDARD_WEBHOOKS}`,
    ]);
  } catch (error) {
    // What is found there is complete.
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return command;
}
