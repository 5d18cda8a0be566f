import { setTimeout as sleep } from 'node:timers/promises';
import { PayloadRefused } from './refusals.ts';

/** A key that wraps others. */
export interface RingKey {
  /** Shown in payloads and errors: nothing of the key is in it. */
  id: string;
  key: Buffer;
  /** RFC 3339; the newest one wraps. */
  createdAt: string;
}

/** Where the ring is kept. */
export interface RingSource {
  read(): Promise<RingKey[]>;
  /** Makes a new key, which wraps from now on. */
  add(): Promise<RingKey>;
}

/** Who sends rubbish does not make us read the ring each time. */
const READ_AT_MOST_EVERY_MS = 1_000;

/** The keys that wrap orders' keys, and close what belongs to no order. */
export class KeyRing {
  readonly #source: RingSource;
  #keys = new Map<string, RingKey>();
  #readAt = 0;
  readonly #readEveryMs: number;
  #reading: Promise<void> | undefined;

  private constructor(source: RingSource, readEveryMs: number) {
    this.#source = source;
    this.#readEveryMs = readEveryMs;
  }

  /**
   * @param readEveryMs the others' new keys wrap here too by then; what they wrapped is opened before
   * @throws Error where the ring has no key, or cannot be read
   */
  static async open(source: RingSource, readEveryMs = 60_000): Promise<KeyRing> {
    const ring = new KeyRing(source, readEveryMs);
    await ring.#read();
    if (ring.#keys.size === 0) throw new Error('the key ring has no key');
    return ring;
  }

  /** The newest key. What it is may change between two calls. */
  get active(): RingKey {
    if (performance.now() - this.#readAt > this.#readEveryMs) void this.#read().catch(() => undefined);
    const newest = [...this.#keys.values()].at(-1);
    if (!newest) throw new Error('the key ring has no key');
    return newest;
  }

  get keys(): readonly RingKey[] {
    return [...this.#keys.values()];
  }

  /** @throws PayloadRefused for one that is not in the ring, also now */
  async key(id: string): Promise<RingKey> {
    if (!this.#keys.has(id)) await this.#readAgain();
    const known = this.#keys.get(id);
    if (!known) throw new PayloadRefused(`the key ${id} is not in the ring`);
    return known;
  }

  async rotate(): Promise<RingKey> {
    const added = await this.#source.add();
    await this.#read();
    return added;
  }

  /** Once for all who ask meanwhile. */
  async #readAgain(): Promise<void> {
    this.#reading ??= this.#readLater().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #readLater(): Promise<void> {
    await sleep(Math.max(0, this.#readAt + READ_AT_MOST_EVERY_MS - performance.now()));
    await this.#read();
  }

  async #read(): Promise<void> {
    this.#readAt = performance.now();
    const keys = await this.#source.read();
    const byAge = keys.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    this.#keys = new Map(byAge.map((key) => [key.id, key]));
  }
}
