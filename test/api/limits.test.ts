import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../../api/caller.ts';
import { Limits } from '../../api/limits.ts';
import { OrderSagaError } from '../../domain/errors.ts';

const caller = (name: string, storefront: Caller['storefront']): Caller => ({
  name,
  role: 'checkout',
  storefront,
  scopes: ['orders:read'],
});

/** What one more request is told. */
function ask(limits: Limits, from: Caller): Record<string, string> {
  const headers: Record<string, string> = {};
  try {
    limits.count(from, (name, value) => (headers[name] = value));
    return headers;
  } catch (error) {
    return { ...headers, refused: error instanceof OrderSagaError ? `${error.code}: ${error.message}` : String(error) };
  }
}

describe('a key', () => {
  it('has so many requests at once, and then as many a second as its bucket fills by', async () => {
    const limits = new Limits({
      key: { burst: 3, perSecond: 10 },
      storefront: { burst: 100, perSecond: 100 },
      streams: 2,
      batches: 1,
    });
    const shop = caller('shop', 'us');
    const all = Array.from({ length: 5 }, () => ask(limits, shop));
    expect(all.map(({ refused = 'in' }) => refused)).toEqual([
      'in',
      'in',
      'in',
      'rate_limited: There are too many requests of shop',
      'rate_limited: There are too many requests of shop',
    ]);
    expect(all[4]).toMatchObject({ 'Retry-After': '1' });
    await sleep(150);
    expect([ask(limits, shop), ask(limits, shop)].map(({ refused = 'in' }) => refused)).toEqual([
      'in',
      'rate_limited: There are too many requests of shop',
    ]);
  });

  it('is told what is left, and of its storefront too', () => {
    const limits = new Limits({
      key: { burst: 10, perSecond: 2 },
      storefront: { burst: 20, perSecond: 1 },
      streams: 2,
      batches: 1,
    });
    expect(ask(limits, caller('shop', 'us'))).toEqual({
      'RateLimit-Policy': '"key";q=10;w=5, "storefront";q=20;w=20',
      RateLimit: '"key";r=9;t=1, "storefront";r=19;t=1',
    });
    expect(ask(limits, caller('boss', null))).toEqual({
      'RateLimit-Policy': '"key";q=10;w=5',
      RateLimit: '"key";r=9;t=1',
    });
  });

  it('lets a line of a batch wait for its token, and refuses whoever does not wait', async () => {
    const limits = new Limits({
      key: { burst: 1, perSecond: 10 },
      storefront: { burst: 100, perSecond: 100 },
      streams: 2,
      batches: 1,
    });
    const shop = caller('shop', 'us');
    const startedAt = performance.now();
    const lines = Promise.all([limits.wait(shop), limits.wait(shop), limits.wait(shop)]);
    await sleep(20);
    expect(ask(limits, shop)).toMatchObject({ refused: 'rate_limited: There are too many requests of shop' });
    await lines;
    expect(performance.now() - startedAt).toBeGreaterThan(190);
  });

  it('takes nothing from another, but what their storefront has together', () => {
    const limits = new Limits({
      key: { burst: 2, perSecond: 0.1 },
      storefront: { burst: 3, perSecond: 0.1 },
      streams: 2,
      batches: 1,
    });
    for (const name of ['a', 'a', 'b']) expect(ask(limits, caller(name, 'us'))).not.toHaveProperty('refused');
    const refused = ask(limits, caller('b', 'us'));
    expect(refused).toMatchObject({ refused: 'rate_limited: There are too many requests of storefront us' });
    expect(Number(refused['Retry-After'])).toBeGreaterThan(1);
    expect(ask(limits, caller('c', 'eu'))).not.toHaveProperty('refused');
  });

  it('has so many streams open at a time, and another one once one of them has closed', () => {
    const limits = new Limits({
      key: { burst: 9, perSecond: 9 },
      storefront: { burst: 9, perSecond: 9 },
      streams: 2,
      batches: 1,
    });
    const [first, second] = [new EventEmitter(), new EventEmitter()];
    const shop = caller('shop', 'us');
    limits.stay(shop, 'streams', first);
    limits.stay(shop, 'streams', second);
    const another = () => limits.stay(shop, 'streams', new EventEmitter());
    expect(another).toThrow(expect.objectContaining({ code: 'rate_limited', message: 'shop has 2 streams open' }));
    limits.stay(caller('other', 'us'), 'streams', new EventEmitter());
    limits.stay(shop, 'batches', new EventEmitter());
    expect(() => limits.stay(shop, 'batches', new EventEmitter())).toThrow('shop has 1 batches open');
    first.emit('close');
    expect(another).not.toThrow();
    expect(another).toThrow('shop has 2 streams open');
  });
});
