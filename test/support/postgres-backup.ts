import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import postgres from 'postgres';
import { databaseUrl } from '../../embedded/postgres.ts';
import { readRunFile } from '../../embedded/run-file.ts';
import { until } from './stack-wait.ts';

/**
 * Backups of the embedded Postgres as its manual has them (continuous archiving and point-in-time recovery): an archive of the
 * WAL, and a base backup by the low-level API, as the package has no pg_basebackup. docs/operations/runbooks/restore.md shows
 * these commands.
 */
export interface Backups {
  wal: string;
  base: string;
}

const NOT_IN_A_BACKUP = ['postmaster.pid', 'postmaster.opts', 'pg_wal/*', 'pg_replslot/*', 'pg_dynshmem/*'].flatMap(
  (path) => ['--exclude', `./${path}`],
);

export async function onPostgres<T>(dataDir: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const port = readRunFile(dataDir).find(({ name }) => name === 'postgres')?.port;
  if (port === undefined) throw new Error('there is no database');
  const sql = postgres(databaseUrl(port), { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** From the next start of Postgres on, all of its WAL is kept. */
export async function keepWal(dataDir: string): Promise<Backups> {
  const backups = { wal: join(dataDir, 'backups', 'wal'), base: join(dataDir, 'backups', 'base.tar') };
  await mkdir(backups.wal, { recursive: true });
  // Postgres writes to it as another user.
  for (const folder of [join(dataDir, 'backups'), backups.wal]) await chmod(folder, 0o777);
  const archive = `test ! -f ${backups.wal}/%f && cp %p ${backups.wal}/%f`;
  await onPostgres(dataDir, async (sql) => {
    await sql.unsafe('alter system set archive_mode = on');
    await sql.unsafe(`alter system set archive_command = '${archive}'`);
  });
  return backups;
}

/** A base backup, taken while the shop works. */
export async function backUp(dataDir: string, { base }: Backups): Promise<void> {
  await onPostgres(dataDir, async (sql) => {
    await sql`select pg_backup_start('rehearsal', fast => true)`;
    const tar = await execa('tar', ['-C', join(dataDir, 'postgres'), ...NOT_IN_A_BACKUP, '-cf', base, '.'], {
      reject: false,
    });
    // 1: files changed or went while it read them, which is what the WAL is for.
    if (tar.exitCode !== 0 && tar.exitCode !== 1) throw new Error(tar.stderr);
    const [stopped] = await sql<{ label: string }[]>`select labelfile as label from pg_backup_stop()`;
    await writeFile(`${base}.label`, stopped?.label ?? '');
  });
}

/** The database's own clock. */
export async function databaseTime(dataDir: string): Promise<string> {
  return await onPostgres(dataDir, async (sql) => {
    const [row] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
    if (!row) throw new Error('the database does not know the time');
    // Not `Z`: in its own settings Postgres knows no names of time zones.
    return row.now.toISOString().replace('Z', '+00:00');
  });
}

/** Waits until all that is committed by now is in the archive. */
export async function archived(dataDir: string): Promise<void> {
  await onPostgres(dataDir, async (sql) => {
    const [last] = await sql<{ file: string }[]>`select pg_walfile_name(pg_switch_wal()) as file`;
    await until('the WAL to be archived', async () => {
      const [row] = await sql<{ file: string | null }[]>`select last_archived_wal as file from pg_stat_archiver`;
      return (row?.file ?? '') >= (last?.file ?? '-');
    });
  });
}

/** The cluster from the backup, which comes up as of `time` at its next start. What was there is kept beside it. */
export async function restoreTo(dataDir: string, { wal, base }: Backups, time: string): Promise<void> {
  const folder = join(dataDir, 'postgres');
  await rm(`${folder}.lost`, { recursive: true, force: true });
  await rename(folder, `${folder}.lost`);
  await mkdir(folder, { mode: 0o700 });
  await execa('tar', ['-C', folder, '--same-owner', '-xpf', base]);
  await execa('chown', ['--reference', `${folder}.lost`, folder]);
  await execa('cp', [`${base}.label`, join(folder, 'backup_label')]);
  await writeFile(
    join(folder, 'postgresql.auto.conf'),
    [
      `restore_command = 'cp ${wal}/%f %p'`,
      `recovery_target_time = '${time}'`,
      "recovery_target_action = 'promote'",
      '',
    ].join('\n'),
  );
  await writeFile(join(folder, 'recovery.signal'), '');
  for (const file of ['backup_label', 'postgresql.auto.conf', 'recovery.signal'])
    await execa('chown', ['--reference', folder, join(folder, file)]);
}
