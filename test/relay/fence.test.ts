import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Database } from '../../db/client.ts';
import { SLOTS } from '../../db/outbox.ts';
import { connectFence, FenceLost, joinRelays, LEASE_MS, type RelayFence, SESSION_MS } from '../../db/relay-fence.ts';
import { startPostgres } from '../support/postgres.ts';
import { until } from '../support/stack-wait.ts';

let url: string;
let stop: () => Promise<void>;
const sessions: Database[] = [];

beforeAll(async () => {
  ({ url, stop } = await startPostgres());
});
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.close()));
  await stop();
});

interface Relay extends RelayFence {
  close(): Promise<void>;
}

async function join(): Promise<Relay> {
  const session = connectFence(url);
  sessions.push(session);
  return { ...(await joinRelays(session)), close: () => session.close() };
}

/** Asks all of them again and again, as their rounds do, until they share as they should; never is a slot with two. */
async function untilShared(relays: readonly Relay[], sizes: readonly number[]): Promise<void> {
  const shared = await until(`shares of ${sizes.join(', ')}`, async () => {
    const shares: (readonly number[])[] = [];
    for (const relay of relays) shares.push(await relay.confirm());
    const all = shares.flat();
    expect(new Set(all).size).toBe(all.length);
    return shares.map(({ length }) => length).join(',') === sizes.join(',') && all;
  });
  expect(shared.toSorted((a, b) => a - b)).toEqual(SLOTS);
}

/** The driver says by an error of its own that the connection was ended, and at the next question has another. */
function sayIfLost(error: unknown): null {
  if (error instanceof FenceLost) throw error;
  return null;
}

describe('relays of one outbox', () => {
  it('share its slots, make room for one that comes, and take over from one that goes', async () => {
    const first = await join();
    expect(await first.confirm()).toEqual(SLOTS);
    const second = await join();
    await untilShared([first, second], [16, 16]);
    const third = await join();
    await untilShared([first, second, third], [11, 11, 10]);
    await first.close();
    await untilShared([second, third], [16, 16]);
    await Promise.all([second.close(), third.close()]);
  });

  it('are as many as there are slots, and one more has nothing to do', async () => {
    const relays = await Promise.all(Array.from({ length: SLOTS.length + 1 }, join));
    await untilShared(relays, [...SLOTS.map(() => 1), 0]);
    expect(await relays.at(-1)?.confirm()).toEqual([]);
    await Promise.all(relays.map((relay) => relay.close()));
  });

  it('lose to the others what one holds that stands still, for good', async () => {
    const stalled = await join();
    expect(await stalled.confirm()).toHaveLength(SLOTS.length);
    expect(stalled.until()).toBeGreaterThan(performance.now());
    const begun = performance.now();
    const successor = await join();
    let took: readonly number[] = [];
    await until('the successor to have every slot', async () => (took = await successor.confirm()).length === 32, {
      withinMs: SESSION_MS + 5_000,
    });
    // Its own clock tells it first, long before anybody else can have its slots.
    expect(performance.now() - begun).toBeGreaterThan(LEASE_MS);
    expect(() => stalled.until()).toThrow(FenceLost);
    await expect(stalled.confirm()).rejects.toThrow(FenceLost);
    expect(took).toEqual(SLOTS);
    await successor.close();
  });

  it('notice a session that is not theirs though it has the process id of the one that was', async () => {
    const admin = connect(url, { max: 1 });
    await admin.sql`create database restarted`;
    const there = url.replace(/\/[^/]*$/, '/restarted');
    const setup = connect(there, { max: 1 });
    // As after a restart of the server, or of its host, that counts from the beginning again.
    await setup.sql`create function public.pg_backend_pid() returns integer language sql as 'select 42'`;
    await setup.sql`alter database restarted set search_path = public, pg_catalog`;
    const session = connectFence(there);
    sessions.push(session);
    const relay = await joinRelays(session);
    expect(await relay.confirm()).toEqual(SLOTS);
    const ended = await setup.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = 'restarted' and pid <> pg_catalog.pg_backend_pid()`;
    expect(ended).toHaveLength(1);
    const confirmed = until('the driver to connect again', async () => await relay.confirm().catch(sayIfLost));
    await expect(confirmed).rejects.toThrow(FenceLost);
    await Promise.all([session.close(), setup.close(), admin.close()]);
  });

  it('of another database in the same server are not counted', async () => {
    const admin = connect(url, { max: 1 });
    await admin.sql`create database elsewhere`;
    const elsewhere = connectFence(url.replace(/\/[^/]*$/, '/elsewhere'));
    await joinRelays(elsewhere);
    const here = await join();
    expect(await here.confirm()).toEqual(SLOTS);
    await Promise.all([elsewhere.close(), here.close(), admin.close()]);
  });
});
