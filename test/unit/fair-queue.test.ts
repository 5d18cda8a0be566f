import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { Admission, type Place } from '../../bin/admission.ts';
import type { Storefront } from '../../domain/storefronts.ts';
import { FairQueue } from '../../domain/fair-queue.ts';

function all<T>(queue: FairQueue<string, T>): T[] {
  const taken: T[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
}

function orders(storefront: Storefront, count: number) {
  return Array.from({ length: count }, (_, n): [string, Storefront] => [`${storefront} ${n + 1}`, storefront]);
}

function aDoor(atOnce: number) {
  const admission = new Admission(atOnce);
  const turns: string[] = [];
  const places = new Map<number, Place>();
  return {
    turns,
    come: async (...coming: [orderId: string, storefront: Storefront][]) => {
      for (const [id, storefront] of coming) {
        void admission.turn(id, storefront).then((place) => places.set(turns.push(id), place));
      }
      await new Promise(setImmediate);
    },
    /** The n-th whose turn it was. */
    leave: async (n: number) => {
      const place = places.get(n);
      if (place) admission.leave(place);
      await new Promise(setImmediate);
    },
  };
}

describe('the queue before the start', () => {
  it('lets storefronts take turns, however much waits in one of them', () => {
    const queue = new FairQueue<string, string>();
    for (let n = 1; n <= 5; n += 1) queue.put(`flood ${n}`, 'us', 1);
    queue.put('one', 'eu', 1);
    queue.put('two', 'eu', 1);
    expect(all(queue)).toEqual(['flood 1', 'one', 'flood 2', 'two', 'flood 3', 'flood 4', 'flood 5']);
  });

  it('gives a lane of weight 2 two turns where one of weight 1 has one', () => {
    const queue = new FairQueue<string, string>();
    for (let n = 0; n < 30; n += 1) {
      queue.put('heavy', 'us', 2);
      queue.put('light', 'eu', 1);
    }
    const first = all(queue).slice(0, 15);
    expect(first.filter((item) => item === 'heavy')).toHaveLength(10);
  });

  it('saves nothing up for a lane that was idle', () => {
    const queue = new FairQueue<string, string>();
    for (let n = 0; n < 100; n += 1) queue.put('busy', 'us', 1);
    for (let n = 0; n < 50; n += 1) queue.take();
    for (let n = 0; n < 10; n += 1) queue.put('late', 'eu', 1);
    const next = Array.from({ length: 10 }, () => queue.take());
    expect(next.filter((item) => item === 'late')).toHaveLength(5);
  });

  it('saves nothing up for a lane that was passed over either', () => {
    const queue = new FairQueue<string, string>();
    queue.put('passed over', 'eu', 1);
    for (let n = 0; n < 20; n += 1) queue.put('busy', 'us', 1);
    for (let n = 0; n < 10; n += 1) queue.take((lane) => lane === 'us');
    expect(queue.take()).toBe('passed over');
    for (let n = 0; n < 10; n += 1) queue.put('late', 'jp', 1);
    const next = Array.from({ length: 10 }, () => queue.take());
    expect(next.filter((item) => item === 'late')).toHaveLength(5);
  });

  it('loses nothing and keeps the order within a lane, whatever comes and goes', () => {
    const Step = fc.oneof(fc.record({ lane: fc.constantFrom('us', 'eu', 'jp') }), fc.constant(null));
    fc.assert(
      fc.property(fc.array(Step), (steps) => {
        const queue = new FairQueue<string, { lane: string; n: number }>();
        const taken: { lane: string; n: number }[] = [];
        for (const [n, step] of steps.entries()) {
          if (step) queue.put({ ...step, n }, step.lane, 1);
          else taken.push(...[queue.take()].filter((item) => item !== undefined));
        }
        taken.push(...all(queue));
        expect(queue.size).toBe(0);
        expect(taken).toHaveLength(steps.filter((step) => step !== null).length);
        for (const lane of ['us', 'eu', 'jp']) {
          const numbers = taken.filter((item) => item.lane === lane).map(({ n }) => n);
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});

describe('an order that waits for its turn', () => {
  it('has it when another leaves, or waits for somebody else; other storefronts before a second one of the same', async () => {
    const { come, leave, turns } = aDoor(1);
    await come(['first', 'us'], ['second', 'us'], ['third', 'us'], ['other', 'eu']);
    expect(turns).toEqual(['first']);
    await leave(1);
    await leave(1);
    expect(turns).toEqual(['first', 'other']);
    await leave(2);
    await leave(3);
    expect(turns).toEqual(['first', 'other', 'second', 'third']);
  });

  it('finds a place free beside a flood, which has its share of half of the places', async () => {
    const { come, leave, turns } = aDoor(8);
    await come(['eu 1', 'eu']);
    await leave(1);
    await come(...orders('us', 6));
    expect(turns).toEqual(['eu 1', 'us 1', 'us 2']);
    await leave(2);
    expect(turns).toEqual(['eu 1', 'us 1', 'us 2', 'us 3']);
    await come(['eu 2', 'eu']);
    expect(turns).toEqual(['eu 1', 'us 1', 'us 2', 'us 3', 'eu 2']);
  });

  it('goes before the next one of a flood, for a tenth of a second', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(0);
    try {
      const { come, leave, turns } = aDoor(8);
      await come(['eu 1', 'eu'], ...orders('us', 5));
      expect(turns).toEqual(['eu 1', 'us 1', 'us 2']);
      await leave(2);
      await leave(3);
      expect(turns).toEqual(['eu 1', 'us 1', 'us 2']);
      now.mockReturnValue(100);
      await come(['eu 2', 'eu']);
      expect(turns).toEqual(['eu 1', 'us 1', 'us 2', 'us 3', 'eu 2']);
      await leave(1);
      await leave(5);
      expect(turns).toEqual(['eu 1', 'us 1', 'us 2', 'us 3', 'eu 2', 'us 4']);
    } finally {
      now.mockRestore();
    }
  });

  it('has any place that is free where its storefront orders at most twice as much as the others', async () => {
    const { come, turns } = aDoor(8);
    await come(...orders('eu', 2), ...orders('jp', 2), ...orders('us', 4));
    expect(turns).toHaveLength(8);
  });

  it('is not in the way of the same order, that is asked for again', async () => {
    const { come, leave, turns } = aDoor(2);
    await come(['us 1', 'us'], ['us 1', 'us'], ['us 2', 'us']);
    await leave(2);
    await come(['us 3', 'us']);
    expect(turns).toEqual(['us 1', 'us 1', 'us 2']);
  });

  it('is let in as soon as others have not ordered for two seconds, with all that wait', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(0);
    try {
      const { come, leave, turns } = aDoor(5);
      await come(['eu 1', 'eu']);
      await leave(1);
      await come(...orders('us', 6));
      expect(turns).toEqual(['eu 1', 'us 1', 'us 2']);
      now.mockReturnValue(2_001);
      await leave(2);
      expect(turns).toEqual(['eu 1', 'us 1', 'us 2', 'us 3', 'us 4', 'us 5', 'us 6']);
    } finally {
      now.mockRestore();
    }
  });

  it('has all places to itself where nobody else orders', async () => {
    const { come, turns } = aDoor(4);
    await come(...orders('us', 5));
    expect(turns).toEqual(['us 1', 'us 2', 'us 3', 'us 4']);
  });
});

const AT_ONCE = 2;

const coming = (admission: Admission, count: number) => orders('us', count).map((one) => admission.turn(...one));

describe('a door that knows how long is too long', () => {
  it('takes some orders, however slowly it goes', () => {
    const admission = new Admission(AT_ONCE, 1);
    void coming(admission, AT_ONCE + 4 * AT_ONCE - 1);
    expect(admission.isFull('us')).toBe(false);
  });

  it('is full once more wait than it has taken up of late', () => {
    const admission = new Admission(AT_ONCE, 1000);
    void coming(admission, 100);
    expect(admission.isFull('us')).toBe(true);
    // Who has nothing waiting comes in.
    expect(admission.isFull('eu')).toBe(false);
  });

  it('is not while those that wait have their turn in time', async () => {
    const admission = new Admission(AT_ONCE, 1000);
    const turns = coming(admission, 60);
    // 40 in no time: the next 20 will not take a second.
    for (const turn of turns.slice(0, 40)) admission.leave(await turn);
    expect(admission.isFull('us')).toBe(false);
  });

  it('is never without a limit', () => {
    const admission = new Admission(AT_ONCE);
    void coming(admission, 10_000);
    expect(admission.isFull('us')).toBe(false);
  });
});
