import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import { execa } from 'execa';
import { within } from '../../bin/decisions.ts';
import { connect, type Database } from '../../db/client.ts';
import { commitRinger } from '../../db/commit-bell.ts';
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

/** Two queries of one transaction. */
async function together({ db }: Database): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [first] = await tx.execute(sql`select pg_current_xact_id()::text as id`);
    const [second] = await tx.execute(sql`select pg_current_xact_id()::text as id`);
    return first?.['id'] === second?.['id'];
  });
}

/** Does it between the error of each connection and its end; null where that fails. Until `emit` is as it was. */
function whenever<T>(work: () => Promise<T>): Promise<T | null>[] {
  const done: Promise<T | null>[] = [];
  const emit = function (this: Socket, name: string, ...args: unknown[]) {
    const heard = EventEmitter.prototype.emit.call(this, name, ...args);
    if (name === 'error') done.push(work().catch(() => null));
    return heard;
  };
  Object.defineProperty(Socket.prototype, 'emit', { value: emit, configurable: true });
  return done;
}

describe('connections that are reset', () => {
  let pool: Database;
  beforeEach(() => {
    const url = new URL(postgres.url);
    url.host = line.address;
    pool = connect(url.href, { max: 2 });
  });
  afterEach(async () => {
    Reflect.deleteProperty(Socket.prototype, 'emit');
    await pool.close();
  });
  const asks = async (from: number, to: number) =>
    await Promise.all(Array.from({ length: to - from }, (_, index) => echo(pool, from + index)));

  it('lose no place of the pool to what is asked between their error and their end, and nobody hears another one’s answer', async () => {
    expect(await asks(0, 2)).toEqual([0, 1]);
    // Of two connections, which is more than there are places for.
    const meanwhile = whenever(() => Promise.all([10, 11, 12].map((n) => echo(pool, n).catch(() => n))));
    line.reset();
    await until('both connections to fail', () => Promise.resolve(meanwhile.length === 2));
    for (let n = 20; n < 30; n += 1) expect(await within(2_000, echo(pool, n))).toBe(n);
    expect(await Promise.all(meanwhile)).toEqual([
      [10, 11, 12],
      [10, 11, 12],
    ]);
  });

  it('begin no transaction without a server: what it did would stay, whatever becomes of it', async () => {
    await asks(0, 2);
    const meanwhile = whenever(() => together(pool));
    line.reset();
    await until('both connections to fail', () => Promise.resolve(meanwhile.length === 2));
    for (let n = 20; n < 30; n += 1) expect(await within(2_000, echo(pool, n))).toBe(n);
    expect(await Promise.all(meanwhile)).not.toContain(false);
  });

  it('lose no place to whoever rings that something has changed', async () => {
    await asks(0, 2);
    const ring = commitRinger(pool);
    ring('an order');
    const meanwhile = whenever(async () => {
      ring('another order');
      return await Promise.all([10, 11, 12].map((n) => echo(pool, n)));
    });
    line.reset();
    await until('both connections to fail', () => Promise.resolve(meanwhile.length === 2));
    for (let n = 20; n < 30; n += 1) expect(await within(2_000, echo(pool, n))).toBe(n);
    expect(await Promise.all(meanwhile)).toHaveLength(2);
  });

  it('end no process and answer nothing wrong, again and again, whatever is on its way', async () => {
    const { stdout } = await execa('node', ['test/support/lost-connections-main.ts', postgres.url]);
    expect(stdout).toMatch(/^[1-9]\d* answered, [1-9]\d* failed, 0 wrong$/);
  });
});

it('a disk that is full is a database that is out of reach, and no error of ours', () => {
  expect(isUnreachable(Object.assign(new Error('could not extend file'), { code: '53100' }))).toBe(true);
});
