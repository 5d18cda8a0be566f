import { chmod, copyFile, cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What .dockerignore lets through: it ignores all and names what stays. */
async function letThrough(): Promise<string[]> {
  const lines = (await readFile(join(ROOT, '.dockerignore'), 'utf8')).split('\n').filter((line) => /^[^#]/.test(line));
  const [all, ...rest] = lines;
  if (all !== '*' || !rest.every((line) => /^![\w.-]+$/.test(line)))
    throw new Error('.dockerignore is no list of names');
  return rest.map((line) => line.slice(1));
}

/** The Dockerfile's steps in a folder, as there is no Docker here: what the image has at /app, and its Node beside it. */
export async function makeImageFolder(): Promise<{ app: string; node: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'order-saga-image-'));
  const [app, node] = [join(folder, 'app'), join(folder, 'node')];
  for (const name of await letThrough()) await cp(join(ROOT, name), join(app, name), { recursive: true });
  // Of what npm hands down to scripts nothing: it would name our own folders. The machine's way to the registry stays.
  const machine = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$)/i.test(name));
  const env = { ...Object.fromEntries(machine), NODE_ENV: 'production' };
  await execa('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], { cwd: app, env, extendEnv: false });
  await copyFile(process.execPath, node);
  const { stdout } = await execa(node, ['bin/rds-certificates.ts'], { cwd: app });
  await writeFile(join(app, 'rds-certificates.pem'), `${stdout}\n`);
  // Nobody can write there, and whoever runs there can read it.
  await execa('chmod', ['-R', 'a-w,a+rX', folder]);
  await chmod(folder, 0o555);
  return { app, node, folder };
}
