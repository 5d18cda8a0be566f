import type { RecordedEvent } from '../domain/events.ts';
import type { Database } from './client.ts';
import { onChanges } from './commit-bell.ts';
import { readNewer } from './order-events.ts';

/** What one follower has in memory at most, of an order with a long past. */
const PAGE = 10;
/** Orders in one query. */
const BATCH = 500;
/** Nothing for so long is said by an empty page. */
const QUIET_MS = 15_000;

export interface LiveSettings {
  /** How often the database is asked for all that is followed: what a lost notification costs. */
  pollMs: number;
  onError: (error: unknown) => void;
}

interface Follower {
  orderId: string;
  /** The version that it has come to. */
  after: number;
  /** There may be more. */
  isBehind: boolean;
  /** Since when it waits for the next page; null while it is busy with the last one. */
  waits: { since: number; resolve: (page: RecordedEvent[] | null) => void } | null;
}

/**
 * The events of orders as they are committed, by this process or any other: one source for all who follow one. Notifications
 * say which orders to look at, and a poll makes up for those that were lost; what is given is read from order_events by
 * version, so that nothing is left out or comes twice. Nobody is given what it has not asked for: who is slow holds one page,
 * and nobody else up. While nobody follows, nothing is asked.
 */
export class LiveEvents {
  readonly #database: Database;
  readonly #settings: LiveSettings;
  readonly #followers = new Map<string, Set<Follower>>();
  readonly #closed = new AbortController();
  #listening: Promise<() => Promise<void>> | undefined;
  #polling: NodeJS.Timeout | undefined;
  #isReading = false;

  constructor(database: Database, settings: LiveSettings) {
    this.#database = database;
    this.#settings = settings;
  }

  /** Aborted once nothing is given any more. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /**
   * An order's events after version `after`, a page at a time, until `signal` or the end of this process; an empty page
   * where nothing has happened for a while.
   */
  async *follow(orderId: string, after: number, signal: AbortSignal): AsyncGenerator<RecordedEvent[]> {
    const follower: Follower = { orderId, after, isBehind: true, waits: null };
    const leave = () => this.#leave(follower);
    if (signal.aborted || this.closed.aborted) return;
    signal.addEventListener('abort', leave, { once: true });
    this.#join(follower);
    try {
      for (let page = await this.#next(follower); page; page = await this.#next(follower)) yield page;
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  /** Whoever follows has come to the end. */
  async close(): Promise<void> {
    this.#closed.abort();
    for (const follower of this.#all()) this.#leave(follower);
    const unlisten = await this.#listening?.catch(() => undefined);
    await unlisten?.().catch(() => undefined);
  }

  #all(): Follower[] {
    return [...this.#followers.values()].flatMap((together) => [...together]);
  }

  #join(follower: Follower): void {
    const together = this.#followers.get(follower.orderId) ?? new Set();
    this.#followers.set(follower.orderId, together.add(follower));
    this.#polling ??= setInterval(() => this.#poll(), this.#settings.pollMs);
    if (!this.#listening) this.#listen();
  }

  #listen(): void {
    this.#listening = onChanges(
      this.#database,
      (orderIds) => this.#look(orderIds.flatMap((id) => [...(this.#followers.get(id) ?? [])])),
      () => this.#look(this.#all()),
    );
    // postgres.js goes on trying, also later when the connection is lost.
    this.#listening.catch(this.#settings.onError);
  }

  #leave(follower: Follower): void {
    const together = this.#followers.get(follower.orderId);
    together?.delete(follower);
    if (together?.size === 0) this.#followers.delete(follower.orderId);
    if (this.#followers.size === 0) {
      clearInterval(this.#polling);
      this.#polling = undefined;
    }
    this.#give(follower, null);
  }

  #next(follower: Follower): Promise<RecordedEvent[] | null> {
    const { promise, resolve } = Promise.withResolvers<RecordedEvent[] | null>();
    follower.waits = { since: Date.now(), resolve };
    if (!this.#followers.get(follower.orderId)?.has(follower)) this.#give(follower, null);
    else if (follower.isBehind) void this.#read();
    return promise;
  }

  #give(follower: Follower, page: RecordedEvent[] | null): void {
    follower.waits?.resolve(page);
    follower.waits = null;
  }

  #look(followers: readonly Follower[]): void {
    for (const follower of followers) follower.isBehind = true;
    if (followers.length > 0) void this.#read();
  }

  #poll(): void {
    const quiet = Date.now() - QUIET_MS;
    for (const follower of this.#all()) if (follower.waits && follower.waits.since <= quiet) this.#give(follower, []);
    this.#look(this.#all());
  }

  /** One query at a time: what is told meanwhile goes together into the next one. */
  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      for (let behind = this.#behind(); behind.size > 0; behind = this.#behind()) await this.#feed(behind);
    } catch (error) {
      this.#settings.onError(error);
    } finally {
      this.#isReading = false;
    }
  }

  /** Who waits for more that there may be, of so many orders at most. */
  #behind(): Map<string, Follower[]> {
    const behind = new Map<string, Follower[]>();
    for (const [orderId, together] of this.#followers) {
      const waiting = [...together].filter(({ isBehind, waits }) => isBehind && waits);
      if (waiting.length > 0) behind.set(orderId, waiting);
      if (behind.size === BATCH) break;
    }
    return behind;
  }

  async #feed(behind: ReadonlyMap<string, Follower[]>): Promise<void> {
    const waiting = [...behind.values()].flat();
    // Before the question: what is told while it is answered may not be in the answer.
    for (const follower of waiting) follower.isBehind = false;
    try {
      const after = [...behind].map(([id, followers]) => [id, Math.min(...followers.map((one) => one.after))] as const);
      const newer = await readNewer(this.#database.db, new Map(after), PAGE);
      for (const follower of waiting) this.#advance(follower, newer.get(follower.orderId) ?? []);
    } catch (error) {
      for (const follower of waiting) follower.isBehind = true;
      throw error;
    }
  }

  #advance(follower: Follower, events: readonly RecordedEvent[]): void {
    const page = events.filter(({ version }) => version > follower.after);
    if (events.length === PAGE) follower.isBehind = true;
    const last = page.at(-1);
    // It may have been told of quiet meanwhile, and be busy with that.
    if (!last || !follower.waits) {
      if (last) follower.isBehind = true;
      return;
    }
    follower.after = last.version;
    this.#give(follower, page);
  }
}
