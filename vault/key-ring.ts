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

/** The others' new keys are seen by then, where nothing was met that needs them. */
const READ_EVERY_MS = 60_000;
/** Who sends rubbish does not make us read the ring each time. */
const READ_AT_MOST_EVERY_MS = 1_000;

/** The keys that wrap orders' keys, and close what belongs to no order. */
export class KeyRing {
  readonly #source: RingSource;
  #keys = new Map<string, RingKey>();
  #readAt = 0;

  private constructor(source: RingSource) {
    this.#source = source;
  }

  /** @throws Error where the ring has no key, or cannot be read */
  static async open(source: RingSource): Promise<KeyRing> {
    const ring = new KeyRing(source);
    await ring.#read();
    if (ring.#keys.size === 0) throw new Error('the key ring has no key');
    return ring;
  }

  /** The newest key. What it is may change between two calls. */
  get active(): RingKey {
    if (performance.now() - this.#readAt > READ_EVERY_MS) void this.#read().catch(() => undefined);
    const newest = [...this.#keys.values()].at(-1);
    if (!newest) throw new Error('the key ring has no key');
    return newest;
  }

  get keys(): readonly RingKey[] {
    return [...this.#keys.values()];
  }

  /** @throws PayloadRefused for one that is not in the ring, also now */
  async key(id: string): Promise<RingKey> {
    if (!this.#keys.has(id) && performance.now() - this.#readAt > READ_AT_MOST_EVERY_MS) await this.#read();
    const known = this.#keys.get(id);
    if (!known) throw new PayloadRefused(`the key ${id} is not in the ring`);
    return known;
  }

  async rotate(): Promise<RingKey> {
    const added = await this.#source.add();
    await this.#read();
    return added;
  }

  async #read(): Promise<void> {
    this.#readAt = performance.now();
    const keys = await this.#source.read();
    const byAge = keys.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    this.#keys = new Map(byAge.map((key) => [key.id, key]));
  }
}
