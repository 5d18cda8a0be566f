import type { EventEmitter } from 'node:events';
import { TokenBucket } from 'limiter';
import { LRUCache } from 'lru-cache';
import { serializeList } from 'structured-headers';
import { OrderSagaError } from '../domain/errors.ts';
import type { Storefront } from '../domain/storefronts.ts';
import type { Caller } from './caller.ts';

/** A token bucket: so many requests at once, and then as many a second as it fills by. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export interface LimitSettings {
  key: Rate;
  /** Of all keys of a storefront together. */
  storefront: Rate;
  /** Answers that stay, of a key, at a time. */
  streams: number;
  /** The same of batches: each has its body in memory. */
  batches: number;
}

/** Callers whose buckets are kept; who has not called for longest begins with a full one again. */
const CALLERS = 10_000;

/** What a caller may ask of this process, and how it is told (draft-ietf-httpapi-ratelimit-headers). */
export class Limits {
  readonly #settings: LimitSettings;
  readonly #storefronts = new Map<Storefront, TokenBucket>();
  readonly #callers = new LRUCache<string, TokenBucket>({ max: CALLERS });
  readonly #open = new Map<string, number>();

  constructor(settings: LimitSettings) {
    this.#settings = settings;
  }

  /**
   * Counts a request.
   * @throws OrderSagaError `rate_limited`, with when to come again in `Retry-After`
   */
  count(caller: Caller, setHeader: (name: string, value: string) => void): void {
    const bucket = this.#bucketOf(caller);
    const isIn = bucket.tryRemoveTokens(1);
    const shared = bucket.parentBucket;
    const named = [['key', bucket] as const, ...(shared ? [['storefront', shared] as const] : [])];
    setHeader('RateLimit-Policy', listOf(named, quotaOf));
    setHeader('RateLimit', listOf(named, restOf));
    if (isIn) return;
    setHeader('Retry-After', String(Math.ceil(bucket.getWaitTime(1) / 1000)));
    const whose = shared && shared.content < 1 ? `storefront ${caller.storefront}` : caller.name;
    throw new OrderSagaError('rate_limited', `There are too many requests of ${whose}`);
  }

  /**
   * Counts an answer that stays for as long as its connection does.
   * @throws OrderSagaError `rate_limited`
   */
  stay({ name }: Caller, kind: 'streams' | 'batches', connection: EventEmitter): void {
    const its = `${kind} ${name}`;
    const open = this.#open.get(its) ?? 0;
    if (open >= this.#settings[kind]) throw new OrderSagaError('rate_limited', `${name} has ${open} ${kind} open`);
    this.#open.set(its, open + 1);
    connection.once('close', () => this.#leave(its));
  }

  #leave(its: string): void {
    const open = this.#open.get(its) ?? 0;
    if (open > 1) this.#open.set(its, open - 1);
    else this.#open.delete(its);
  }

  /** Counts a request that waits until it may come. */
  async wait(caller: Caller): Promise<void> {
    await this.#bucketOf(caller).removeTokens(1);
  }

  #bucketOf({ name, storefront }: Caller): TokenBucket {
    const known = this.#callers.get(name);
    if (known) return known;
    const bucket = full(this.#settings.key, storefront === null ? undefined : this.#storefront(storefront));
    this.#callers.set(name, bucket);
    return bucket;
  }

  #storefront(storefront: Storefront): TokenBucket {
    const bucket = this.#storefronts.get(storefront) ?? full(this.#settings.storefront);
    this.#storefronts.set(storefront, bucket);
    return bucket;
  }
}

function full({ burst, perSecond }: Rate, parentBucket?: TokenBucket): TokenBucket {
  const bucket = new TokenBucket({
    bucketSize: burst,
    tokensPerInterval: perSecond,
    interval: 'second',
    ...(parentBucket ? { parentBucket } : {}),
  });
  bucket.content = burst;
  return bucket;
}

type Named = readonly (readonly [name: string, bucket: TokenBucket])[];

function listOf(named: Named, parameters: (bucket: TokenBucket) => Record<string, number>): string {
  return serializeList(named.map(([name, bucket]) => [name, new Map(Object.entries(parameters(bucket)))]));
}

/** How many at once, and in how many seconds as many come again. */
const quotaOf = ({ bucketSize, tokensPerInterval }: TokenBucket) => ({
  q: bucketSize,
  w: Math.ceil(bucketSize / tokensPerInterval),
});

/** How many are left, and the seconds until all are. */
const restOf = ({ bucketSize, content, tokensPerInterval }: TokenBucket) => ({
  r: Math.max(0, Math.floor(content)),
  t: Math.ceil((bucketSize - content) / tokensPerInterval),
});
