import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { connect, type Database } from '../../db/client.ts';
import { databaseCause, isUnreachable } from '../../db/errors.ts';
import { type CutLine, lineTo } from '../support/cut-line.ts';
import { startPostgres } from '../support/postgres.ts';

/** What postgres.js does by itself here, ending the process among it: see db/lost-connections.ts. */

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let line: CutLine;
let database: Database;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});
beforeEach(async () => {
  const url = new URL(postgres.url);
  line = await lineTo(url.host);
  url.host = line.address;
  database = connect(url.href, { max: 1 });
});
afterEach(async () => {
  await database.close();
  await line.close();
});

const ask = async () => await database.db.execute(sql`select 1 as one`);

describe('a connection that is lost', () => {
  it('fails its transaction at once, which reaches the database no more, also where another one has its place', async () => {
    const failed = Promise.withResolvers<void>();
    const late = Promise.withResolvers<unknown>();
    const transaction = database.db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      line.cut();
      await failed.promise;
      late.resolve(await tx.execute(sql`create table of_a_lost_transaction ()`).catch(databaseCause));
    });
    await expect(transaction).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    line.mend();
    await ask();
    failed.resolve();
    expect(isUnreachable(await late.promise)).toBe(true);
    const [row] = await database.db.execute(sql`select to_regclass('of_a_lost_transaction') as found`);
    expect(row).toEqual({ found: null });
  });

  it('is not given back to the transaction by whose query it was lost: that one has failed, and the next is whole', async () => {
    const transaction = database.db.transaction(async (tx) => {
      line.cut();
      await tx.execute(sql`select pg_sleep(1)`);
    });
    expect(isUnreachable(await transaction.catch((error: unknown) => error))).toBe(true);
    line.mend();
    expect(await database.db.transaction(async (tx) => await tx.execute(sql`select 2 as two`))).toEqual([{ two: 2 }]);
  });
});

it('a disk that is full is a database that is out of reach, and no error of ours', () => {
  expect(isUnreachable(Object.assign(new Error('could not extend file'), { code: '53100' }))).toBe(true);
});
