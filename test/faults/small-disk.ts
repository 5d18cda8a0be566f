import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { PartPlan } from '../../embedded/parts.ts';
import type { Undo } from '../support/toxiproxy.ts';

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

/** Fills it to the last page. @param pid one of its processes */
export async function fillDisk(pid: number, folder: string): Promise<Undo> {
  const filler = join('/proc', String(pid), 'root', folder, 'filler');
  const { stderr } = await execa('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], {
    env: { LC_ALL: 'C' },
    reject: false,
  });
  if (!stderr.includes('No space left on device')) throw new Error(stderr);
  return () => rm(filler);
}
