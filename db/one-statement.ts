import { getTableColumns, type InferInsertModel, type SQL, sql, type Table } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Db, Tx } from './client.ts';

/*
 * A change goes to Postgres as one JSON document whose rows become rows of their tables there: one statement, so one
 * round trip and one commit, whose text does not depend on the number of rows and is prepared once.
 */

/**
 * A statement of common table expressions that ends in a select of `written`. Its text is put together once, here and not
 * at every call.
 */
export function statement(parts: SQL): SQL {
  return sql.raw(new PgDialect().sqlToQuery(parts).sql);
}

/**
 * @param document the rows of each part, by `jsonRow`
 * @returns whether it was written, all of it
 */
export async function send(db: Db | Tx, parts: SQL, document: Record<string, unknown>): Promise<boolean> {
  const rows = await db.execute<{ written: boolean }>(
    sql`with input as materialized (select ${JSON.stringify(document)}::json as document), ${parts}`,
  );
  return rows[0]?.written === true;
}

/** A row under its columns' names; dates in RFC 3339. */
export function jsonRow<T extends Table>(table: T, row: InferInsertModel<T>): Record<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(row));
  return Object.fromEntries(Object.entries(getTableColumns(table)).map(([key, { name }]) => [name, values.get(key)]));
}

/*
 * Postgres takes every set of rows from JSON for a hundred: whatever is joined with one is found by `text` as well, so
 * that an index finds it however small the table was when the statement was prepared.
 */

/** What the document has under `part`, as text. */
export function text(part: string): SQL {
  return sql`(select document ->> ${sql.raw(`'${part}'`)} from input)`;
}

/** The one row of `table` that the document has under `part`, as `r`. */
export function rowOf(table: Table, part: string): SQL {
  return sql`json_populate_record(null::${table}, (select document -> ${sql.raw(`'${part}'`)} from input)) r`;
}

/** The rows of `table` that the document has under `part`, as `r`. */
export function rowsOf(table: Table, part: string): SQL {
  return sql`json_populate_recordset(null::${table}, (select document -> ${sql.raw(`'${part}'`)} from input)) r`;
}

/** `insert into … select …` of those rows. Columns with a default are left to it. */
export function insertRows(table: Table, part: string): SQL {
  const columns = Object.values(getTableColumns(table)).filter((column) => !column.hasDefault);
  const names = list(columns.map(({ name }) => sql.identifier(name)));
  return sql`insert into ${table} (${names}) select ${names} from ${rowsOf(table, part)}`;
}

/** `column = r.column` for every column but those of the key. */
export function setFromRow(table: Table, key: readonly string[]): SQL {
  const columns = Object.values(getTableColumns(table)).filter(({ name }) => !key.includes(name));
  return list(columns.map(({ name }) => sql`${sql.identifier(name)} = r.${sql.identifier(name)}`));
}

/** The same of a row that is there already, in `on conflict do update`. */
export function setFromExcluded(table: Table, key: readonly string[]): SQL {
  const columns = Object.values(getTableColumns(table)).filter(({ name }) => !key.includes(name));
  return list(columns.map(({ name }) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`));
}

function list(parts: Parameters<typeof sql.join>[0]): SQL {
  return sql.join(parts, sql`, `);
}
