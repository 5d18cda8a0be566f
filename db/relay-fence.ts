import { randomUUID } from 'node:crypto';
import { connect, type Database, type DatabaseAddress } from './client.ts';
import { integers, OUTBOX_SLOTS, SLOTS } from './outbox.ts';

/*
 * Which relay publishes which slot. Nobody assigns them, so that no two can be told different things: each relay takes
 * its share of what is free, a session advisory lock a slot, and gives back what is more than its share.
 * How many share is the number of sessions that hold MEMBERS.
 */
const MEMBERS = OUTBOX_SLOTS;
const REBALANCE_MS = 1000;

/**
 * Postgres ends a fence's session that asked nothing for so long, and the slots are free: its process has stalled, or its
 * host has gone without a word. Less than the relay's heartbeat timeout, so that a successor finds nothing held.
 */
export const SESSION_MS = 8000;
/** For so long after a question that was answered the slots are taken for ours: well below SESSION_MS. */
export const LEASE_MS = 3000;

/** The session has gone, or this process stood still for so long that it may have: somebody else may publish by now. */
export class FenceLost extends Error {
  override readonly name = 'FenceLost';
}

export interface RelayFence {
  /**
   * The slots that are this relay's. To be asked before each round, and between rounds alone: slots are given back here.
   * @throws FenceLost for good: a new session is a new relay
   */
  confirm(): Promise<readonly number[]>;
  /** Until when what was confirmed last holds, by performance.now(). @throws FenceLost when that is over */
  until(): number;
}

/** The one connection of one fence. Closed, it gives all slots back. */
export function connectFence(address: DatabaseAddress): Database {
  return connect(address, { max: 1, idleSessionMs: SESSION_MS });
}

/** Joins the relays. */
export async function joinRelays({ sql }: Database): Promise<RelayFence> {
  // Lives and dies with the session, as the locks do. A process id does not tell: a server that has started anew may hand
  // out the same one.
  const name = randomUUID();
  await sql`
    select set_config('order_saga.relay', ${name}, false), pg_try_advisory_lock_shared(hashtext('outbox relay'), ${MEMBERS})`;
  const held = new Set<number>();
  let confirmedAt = 0;
  let balancedAt = Number.NEGATIVE_INFINITY;

  async function balance(): Promise<void> {
    const [row] = await sql<{ members: number }[]>`
      select count(*)::integer as members from pg_locks
      where locktype = 'advisory' and classid = hashtext('outbox relay')::oid and objid = ${MEMBERS} and objsubid = 2
        and granted and database = (select oid from pg_database where datname = current_database())`;
    const share = Math.ceil(OUTBOX_SLOTS / Math.max(1, row?.members ?? 1));
    const surplus = [...held].slice(share);
    const missing = SLOTS.filter((slot) => !held.has(slot));
    if (surplus.length > 0) {
      for (const slot of surplus) held.delete(slot);
      await sql`select pg_advisory_unlock(hashtext('outbox relay'), slot) from unnest(${integers(surplus)}::integer[]) slot`;
    } else if (held.size < share) {
      const taken = await sql<{ slot: number }[]>`
        select slot from unnest(${integers(missing)}::integer[]) slot
        where pg_try_advisory_lock(hashtext('outbox relay'), slot) limit ${share - held.size}`;
      for (const { slot } of taken) held.add(slot);
    }
  }

  return {
    async confirm() {
      const asked = performance.now();
      const [session] = await sql<{ name: string | null }[]>`select current_setting('order_saga.relay', true) as name`;
      // The driver connects again by itself: to a session that holds nothing.
      if (session?.name !== name) throw new FenceLost('its session has gone');
      if (asked - balancedAt >= REBALANCE_MS) {
        await balance();
        balancedAt = asked;
      }
      confirmedAt = asked;
      return [...held];
    },
    until() {
      const until = confirmedAt + LEASE_MS;
      if (performance.now() >= until) throw new FenceLost(`not confirmed for ${LEASE_MS} ms`);
      return until;
    },
  };
}
