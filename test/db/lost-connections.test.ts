import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import { execa } from 'execa';
import { within } from '../../bin/decisions.ts';
import { connect, type Database } from '../../db/client.ts';
import { databaseCause, isUnreachable } from '../../db/errors.ts';
import { type CutLine, lineTo } from '../support/cut-line.ts';
import { startPostgres } from '../support/postgres.ts';
import { until } from '../support/stack-wait.ts';

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

async function echo({ db }: Database, n: number): Promise<unknown> {
  const [row] = await db.execute(sql`select ${n}::integer as n`);
  return row?.['n'];
}

describe('connections that are reset', () => {
  let pool: Database;
  beforeEach(() => {
    const url = new URL(postgres.url);
    url.host = line.address;
    pool = connect(url.href, { max: 2 });
  });
  afterEach(async () => {
    await pool.close();
  });
  const asks = async (from: number, to: number) =>
    await Promise.all(Array.from({ length: to - from }, (_, index) => echo(pool, from + index)));

  it('lose no place of the pool to what is asked between their error and their end, and nobody hears another one’s answer', async () => {
    expect(await asks(0, 2)).toEqual([0, 1]);
    const meanwhile = new Set<Promise<unknown>>();
    const emit = function (this: Socket, name: string, ...args: unknown[]) {
      const heard = EventEmitter.prototype.emit.call(this, name, ...args);
      // Of two connections, which is more than there are places for.
      if (name === 'error') for (const n of [10, 11, 12]) meanwhile.add(echo(pool, n).catch(() => n));
      return heard;
    };
    Object.defineProperty(Socket.prototype, 'emit', { value: emit, configurable: true });
    line.reset();
    await until('both connections to fail', () => Promise.resolve(meanwhile.size === 6));
    Reflect.deleteProperty(Socket.prototype, 'emit');
    for (let n = 20; n < 30; n += 1) expect(await within(2_000, echo(pool, n))).toBe(n);
    expect(await Promise.all(meanwhile)).toEqual([10, 11, 12, 10, 11, 12]);
  });

  it('end no process and answer nothing wrong, again and again, whatever is on its way', async () => {
    const { stdout } = await execa('node', ['test/support/lost-connections-main.ts', postgres.url]);
    expect(stdout).toMatch(/^[1-9]\d* answered, [1-9]\d* failed, 0 wrong$/);
  });
});

it('a disk that is full is a database that is out of reach, and no error of ours', () => {
  expect(isUnreachable(Object.assign(new Error('could not extend file'), { code: '53100' }))).toBe(true);
});
