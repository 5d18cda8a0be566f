import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import { keyring, ownOrder } from '../../api/caller.ts';
import { processing } from './an-order.ts';

const authenticate = keyring([
  { key: 'shop', name: 'a shop', role: 'checkout', storefront: 'us' },
  { key: 'boss', name: 'the boss', role: 'operator', storefront: null },
]);

function request(authorization?: string): Request {
  const headers = new Headers(authorization === undefined ? {} : { authorization });
  return { get: (name: string) => headers.get(name) ?? undefined } as unknown as Request;
}

describe('a key', () => {
  it('says who calls', () => {
    expect(authenticate(request('Bearer shop'))).toEqual({ name: 'a shop', role: 'checkout', storefront: 'us' });
    expect(authenticate(request('bearer boss'))).toEqual({ name: 'the boss', role: 'operator', storefront: null });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'shop', 'Basic shop', 'Bearer shop boss', 'Bearer SHOP', 'Bearer sho'])(
    'is not known as %j',
    (header) => {
      expect(() => authenticate(request(header))).toThrow(expect.objectContaining({ code: 'unauthenticated' }));
    },
  );

  it('of a storefront that does not exist is found at the start, by its name and not by the key', () => {
    const odd = { key: 'secret', name: 'odd', role: 'checkout' as const, storefront: 'mars' };
    expect(() => keyring([odd])).toThrow(/^(?!.*secret).*odd.*mars/);
  });

  it("shows its own storefront's orders, and of others not even that they are there", () => {
    const order = processing();
    const [own, other] = ['us', 'eu'].map((name) => ({
      name,
      role: 'checkout' as const,
      storefront: name as 'us' | 'eu',
    }));
    const boss = { name: 'boss', role: 'operator' as const, storefront: null };
    if (!own || !other) throw new Error('two callers');
    expect(ownOrder(own, order, order.id)).toBe(order);
    expect(ownOrder(boss, order, order.id)).toBe(order);
    const answers = [
      () => ownOrder(other, order, order.id),
      () => ownOrder(other, null, order.id),
      () => ownOrder(boss, null, order.id),
    ].map((look) => {
      try {
        return look();
      } catch (error) {
        return String(error);
      }
    });
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('There is no order');
  });
});
