import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { cachedTool } from '../../embedded/tools.ts';

const REQUIREMENTS = join(import.meta.dirname, '../requirements.txt');

/** The folder of the commands that requirements.txt names; installed from PyPI into our cache where it is missing. */
export async function findPythonTools(): Promise<string> {
  const requirements = await readFile(REQUIREMENTS);
  const version = createHash('sha256').update(requirements).digest('hex').slice(0, 12);
  const folder = cachedTool(process.env, `infra-python-${version}`);
  const commands = join(folder, 'bin');
  // Written last: what has it is complete.
  const complete = join(folder, 'complete');
  if (await isThere(complete)) return commands;
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await execa('python3', ['-m', 'venv', folder]);
  await execa(join(commands, 'pip'), ['install', '--quiet', '--requirement', REQUIREMENTS], {
    stdout: 'inherit',
    stderr: 'inherit',
  });
  await writeFile(complete, '');
  return commands;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
