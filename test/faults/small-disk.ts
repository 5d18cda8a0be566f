import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { PartPlan } from '../../embedded/parts.ts';

/**
 * A disk of its own, and a small one: a tmpfs in a mount namespace that only its processes see, and that goes with the last of them
 * (util-linux' unshare; Linux, as root or where user namespaces are allowed).
 */
const SIZE = '400m';

/** Mounts it, and starts what has ended again, as whoever looks after a database does. */
const SCRIPT = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && while :; do "$@"; sleep 0.2; done';

/** The same part, with its data on a small disk that is mounted at `folder`. */
export async function onSmallDisk(plan: PartPlan, folder: string): Promise<PartPlan> {
  await mkdir(folder);
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  // Who is not root is so for the mount alone: Postgres refuses to run as root.
  const [mounting, running] =
    uid === 0 ? [[], []] : [['--map-root-user'], ['unshare', `--map-user=${uid}`, `--map-group=${gid}`]];
  return {
    ...plan,
    command: 'unshare',
    args: ['--mount', ...mounting, 'sh', '-c', SCRIPT, 'sh', SIZE, folder, ...running, plan.command, ...plan.args],
    // Nothing of it is to last.
    endsWithinMs: 0,
  };
}

/** Fills it to the last page, and what has become free since. @param pid one of its processes */
export async function fillDisk(pid: number, folder: string): Promise<void> {
  const adding = ['bs=4k', 'oflag=append', 'conv=notrunc'];
  const { stderr } = await execa('dd', ['if=/dev/zero', `of=${fillerOf(pid, folder)}`, ...adding], {
    env: { LC_ALL: 'C' },
    reject: false,
  });
  if (!stderr.includes('No space left on device')) throw new Error(stderr);
}

export async function clearDisk(pid: number, folder: string): Promise<void> {
  await rm(fillerOf(pid, folder));
}

function fillerOf(pid: number, folder: string): string {
  return join('/proc', String(pid), 'root', folder, 'filler');
}
