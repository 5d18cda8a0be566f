import { chmod, copyFile, cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The build's context, by .dockerignore: it ignores all and names what stays, and of that what does not. */
async function copyContext(to: string): Promise<void> {
  const lines = (await readFile(join(ROOT, '.dockerignore'), 'utf8')).split('\n').filter((line) => /^[^#]/.test(line));
  const [all, ...rest] = lines;
  if (all !== '*' || !rest.every((line) => /^(![\w.-]+|[\w./-]+)$/.test(line)))
    throw new Error('.dockerignore is no list of names');
  const isOut = (path: string) => rest.includes(relative(ROOT, path));
  for (const name of rest.flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : [])))
    await cp(join(ROOT, name), join(to, name), { recursive: true, filter: (path) => !isOut(path) });
}

/** The Dockerfile's steps in a folder, as there is no Docker here: what the image has at /app, and its Node beside it. */
export async function makeImageFolder(): Promise<{ app: string; node: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'order-saga-image-'));
  const [app, node, built] = [join(folder, 'app'), join(folder, 'node'), join(folder, 'console')];
  await copyContext(app);
  // Of what npm hands down to scripts nothing: it would name our own folders. The machine's way to the registry stays.
  const machine = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$)/i.test(name));
  const env = { ...Object.fromEntries(machine), NODE_ENV: 'production' };
  await execa('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: app,
    env,
    extendEnv: false,
  });
  await copyFile(process.execPath, node);
  // The console's stage, on our own packages of development.
  await copyContext(built);
  await symlink(join(ROOT, 'node_modules'), join(built, 'node_modules'));
  await execa(node, ['console/build.ts'], { cwd: built });
  await rename(join(built, 'console/dist'), join(app, 'console/dist'));
  await rm(built, { recursive: true });
  const { stdout } = await execa(node, ['bin/rds-certificates.ts'], { cwd: app });
  await writeFile(join(app, 'rds-certificates.pem'), `${stdout}\n`);
  // Nobody can write there, and whoever runs there can read it.
  await execa('chmod', ['-R', 'a-w,a+rX', folder]);
  await chmod(folder, 0o555);
  return { app, node, folder };
}
