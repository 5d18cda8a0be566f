import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Db } from '../db/client.ts';
import { addOrderKey, findOrderKey } from '../db/order-keys.ts';
import type { SealedKey } from '../domain/gateway.ts';
import type { KeyRing } from './key-ring.ts';
import { PayloadRefused } from './refusals.ts';
import { KEY_BYTES, open, seal } from './sealing.ts';

/** A key that closes payloads. */
export interface DataKey {
  /** What payloads say of it. */
  id: string;
  key: Uint8Array;
}

/** An order is busy for seconds: those that are, with much to spare. A key that was destroyed is forgotten by then. */
const KEPT = { max: 20_000, ttl: 10 * 60 * 1000 };

/** Each order's own key: made before Temporal hears of the order, and kept in Postgres, wrapped by the ring. */
export class OrderKeys {
  readonly #ring: KeyRing;
  readonly #db: Db;
  readonly #known = new LRUCache<string, DataKey>(KEPT);

  constructor(ring: KeyRing, db: Db) {
    this.#ring = ring;
    this.#db = db;
  }

  /** A key for a new order, which this process knows from now on. Whoever asks for it keeps it with the order's claim. */
  make(orderId: string): SealedKey {
    return this.#wrap(this.#keep(orderId, randomBytes(KEY_BYTES)));
  }

  /** What closes payloads of an order. Of one whose person was erased nothing is personal: the ring's own key. */
  async forWriting(orderId: string): Promise<DataKey> {
    const known = this.#known.get(orderId);
    if (known) return known;
    const stored = await findOrderKey(this.#db, orderId);
    if (stored) return stored.wrapped === null ? this.#ring.active : await this.#unwrap(orderId, stored);
    // From before there were keys, or placed by no request. Somebody else's may have come first.
    await addOrderKey(this.#db, orderId, this.#wrap({ id: keyId(orderId), key: randomBytes(KEY_BYTES) }));
    return await this.forWriting(orderId);
  }

  /** @throws PayloadRefused where the key was destroyed, or never was */
  async forReading(orderId: string): Promise<DataKey> {
    const known = this.#known.get(orderId);
    if (known) return known;
    const stored = await findOrderKey(this.#db, orderId);
    if (!stored) throw new PayloadRefused(`there is no key ${keyId(orderId)}`);
    if (stored.wrapped === null) throw new PayloadRefused(`the key ${keyId(orderId)} was destroyed`);
    return await this.#unwrap(orderId, { ...stored, wrapped: stored.wrapped });
  }

  /** The same key, wrapped by the ring's newest. */
  async rewrapped(orderId: string, stored: SealedKey): Promise<SealedKey> {
    return this.#wrap(await this.#opened(orderId, stored));
  }

  /** This process forgets it. */
  forget(orderId: string): void {
    this.#known.delete(orderId);
  }

  async #unwrap(orderId: string, stored: { ringKey: string; wrapped: string | null }): Promise<DataKey> {
    const { ringKey, wrapped } = stored;
    if (wrapped === null) throw new PayloadRefused(`the key ${keyId(orderId)} was destroyed`);
    return this.#keep(orderId, (await this.#opened(orderId, { ringKey, wrapped })).key);
  }

  async #opened(orderId: string, { ringKey, wrapped }: SealedKey): Promise<DataKey> {
    const { key } = await this.#ring.key(ringKey);
    return { id: keyId(orderId), key: open(key, keyId(orderId), Buffer.from(wrapped, 'base64')) };
  }

  #wrap({ id, key }: DataKey): SealedKey {
    const { id: ringKey, key: wrapping } = this.#ring.active;
    return { ringKey, wrapped: seal(wrapping, id, key).toString('base64') };
  }

  #keep(orderId: string, key: Uint8Array): DataKey {
    const kept = { id: keyId(orderId), key };
    this.#known.set(orderId, kept);
    return kept;
  }
}

const PREFIX = 'order:';

export function keyId(orderId: string): string {
  return `${PREFIX}${orderId}`;
}

/** Undefined for a key that is no order's. */
export function orderOfKey(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}
