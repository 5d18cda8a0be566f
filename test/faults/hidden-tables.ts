import { DatabaseSync } from 'node:sqlite';
import type { Undo } from '../support/toxiproxy.ts';

/** Temporal's own: without them it knows no namespace, and no workflow. */
const TABLES = ['namespaces', 'executions', 'current_executions'];

/** Temporal's server is there and answers, and what it stands on is not: tables of its database go by other names. */
export async function hideTables(file: string): Promise<Undo> {
  await rename(file, (table) => [table, `${table}_hidden`]);
  return () => rename(file, (table) => [`${table}_hidden`, table]);
}

async function rename(file: string, names: (table: string) => [from: string, to: string]): Promise<void> {
  // The server writes into it meanwhile, and its schema puts strings into double quotes.
  const database = new DatabaseSync(file, { timeout: 10_000, enableDoubleQuotedStringLiterals: true });
  try {
    for (const [from, to] of TABLES.map(names)) database.exec(`alter table ${from} rename to ${to}`);
  } finally {
    database.close();
  }
}
