import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SCHEMA, UPGRADES } from './schema.ts';

export type Store = {
  readonly db: DatabaseSync;
  /** Runs `work` in one transaction: all of its effects, or none when it throws. Not to be nested. */
  transaction<T>(work: () => T): T;
  /** Counts the calls with this name, over restarts too: 1 for the first. */
  nextAttempt(name: string): number;
  close(): void;
};

/**
 * Opens `<dataDir>/simulators.sqlite`. `synchronous=NORMAL` with a write-ahead log survives a killed process; only a
 * power cut can lose the last moments, which a simulated world can bear for a commit that costs no flush.
 */
export function openStore(dataDir: string): Store {
  mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(join(dataDir, 'simulators.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000');
  db.exec(SCHEMA);
  upgrade(db);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const attempt = db.prepare(
    'INSERT INTO attempts VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1 RETURNING count',
  );
  return {
    db,
    transaction(work) {
      begin.run();
      try {
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        rollback.run();
        throw error;
      }
    },
    nextAttempt: (name) => Number(attempt.get(name)?.['count']),
    close: () => db.close(),
  };
}

/** Brings a store that an earlier version wrote up to this one; `user_version` counts what it has had. */
function upgrade(db: DatabaseSync): void {
  const had = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  for (const [index, statements] of UPGRADES.entries()) {
    if (index >= had) db.exec(`BEGIN; ${statements} PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}
