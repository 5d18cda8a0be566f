import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import { authenticator, type Caller, granted, keyring, ownOrder } from '../../api/caller.ts';
import { scopesOf } from '../../contracts/roles.ts';
import { processing } from './an-order.ts';

const SHOP: Caller = { name: 'a shop', role: 'checkout', storefront: 'us', scopes: scopesOf('checkout') };
const BOSS: Caller = { name: 'the boss', role: 'operator', storefront: null, scopes: scopesOf('operator') };

const authenticate = authenticator([
  keyring([
    { key: 'shop', name: 'a shop', role: 'checkout', storefront: 'us' },
    { key: 'boss', name: 'the boss', role: 'operator', storefront: null },
  ]),
  async (token) => (token === 'token' ? { ...SHOP, name: 'another' } : undefined),
]);

function request(authorization?: string): Request {
  const headers = new Headers(authorization === undefined ? {} : { authorization });
  return { get: (name: string) => headers.get(name) ?? undefined } as unknown as Request;
}

describe('a key', () => {
  it('says who calls', async () => {
    expect(await authenticate(request('Bearer shop'))).toEqual(SHOP);
    expect(await authenticate(request('bearer boss'))).toEqual(BOSS);
  });

  it('is looked for wherever there are some', async () => {
    expect(await authenticate(request('Bearer token'))).toMatchObject({ name: 'another' });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'shop', 'Basic shop', 'Bearer shop boss', 'Bearer SHOP', 'Bearer sho'])(
    'is not known as %j',
    async (header) => {
      await expect(authenticate(request(header))).rejects.toMatchObject({ code: 'unauthenticated' });
    },
  );

  it('of a storefront that does not exist is found at the start, by its name and not by the key', () => {
    const odd = { key: 'secret', name: 'odd', role: 'checkout' as const, storefront: 'mars' };
    expect(() => keyring([odd])).toThrow(/^(?!.*secret).*odd.*mars/);
  });

  it('never has more than its role, whatever it was given', () => {
    expect(granted('carrier', null)).toEqual(['shipments:write']);
    expect(granted('carrier', ['shipments:write', 'orders:read', 'lunch'])).toEqual(['shipments:write']);
    expect(granted('operator', ['orders:read'])).toEqual(['orders:read']);
    expect(granted('operator', [])).toEqual([]);
  });

  it("shows its own storefront's orders, and of others not even that they are there", () => {
    const order = processing();
    const other: Caller = { ...SHOP, storefront: 'eu' };
    expect(ownOrder(SHOP, order, order.id)).toBe(order);
    expect(ownOrder(BOSS, order, order.id)).toBe(order);
    const answers = [
      () => ownOrder(other, order, order.id),
      () => ownOrder(other, null, order.id),
      () => ownOrder(BOSS, null, order.id),
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
