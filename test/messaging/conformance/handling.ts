import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { DeadMessage } from '../../../messaging/attempt.ts';
import { breaker, Unavailable } from '../../../messaging/breaker.ts';
import type { MessageHandler } from '../../../messaging/port.ts';
import { QUEUES } from '../../../messaging/topology.ts';
import type { Broker } from '../../support/brokers.ts';
import { until } from '../../support/stack-wait.ts';
import { created, numbered, onBroker, untilDone } from './on-broker.ts';

/** As short as it goes: an adapter says every third of it that it is still at work. */
const VISIBILITY_SECONDS = 3;
/** Longer than two of them. */
const LONG_MS = 7000;

const failing: MessageHandler = async ({ body }) => {
  if (body === 'poison') throw new Error('cannot swallow');
};

const slow: MessageHandler = async () => await sleep(LONG_MS);

export function handling(start: () => Promise<Broker>): void {
  const { connect, hear } = onBroker(start);

  describe('a message whose handler fails', () => {
    it('comes again after a while, and later each time', async () => {
      const service = await connect({ retrySeconds: 1 });
      const times: number[] = [];
      await service.publish('order-events', created('hard'));
      const { heard, untilHeard } = await hear(service, 'shipping', async ({ receives }) => {
        times.push(Date.now());
        if (receives < 3) throw new Error('not yet');
      });
      await untilHeard(3);
      await untilDone(service, 'shipping');
      expect(heard.map(({ receives }) => receives)).toEqual([1, 2, 3]);
      const [first = 0, second = 0, third = 0] = times;
      expect(second - first).toBeGreaterThan(900);
      expect(third - second).toBeGreaterThan(1900);
    });

    it('is dead after exactly its tries, with the reason, and stops none of 1,000 others', async () => {
      const service = await connect({ retrySeconds: 0 });
      await service.publish('order-events', created('poison', ...numbered(1000)));
      const { heard } = await hear(service, 'shipping', failing);
      await until('the poison to be dead', async () => (await service.depth('shipping')).deadLetters === 1);
      await untilDone(service, 'shipping');
      const { maxReceives } = QUEUES.shipping;
      const tries = heard.filter(({ body }) => body === 'poison').map(({ receives }) => receives);
      expect(tries).toEqual(Array.from({ length: maxReceives }, (_, index) => index + 1));
      const others = heard.map(({ body }) => body).filter((body) => body !== 'poison');
      expect(others.toSorted()).toEqual(numbered(1000).toSorted());
      expect(await service.deadLetters.list('shipping')).toMatchObject([
        { body: 'poison', reason: `tried ${maxReceives} times, at last: cannot swallow`, receives: maxReceives },
      ]);
    });

    it('is dead at once when no repeat can help', async () => {
      const service = await connect();
      await service.publish('order-events', created('rubbish'));
      const { heard } = await hear(service, 'shipping', async () => {
        throw new DeadMessage('no JSON:\r\nnot at all');
      });
      await until('it to be dead', async () => (await service.depth('shipping')).deadLetters === 1);
      await untilDone(service, 'shipping');
      expect(heard).toHaveLength(1);
      const [letter] = await service.deadLetters.list('shipping');
      expect(letter).toMatchObject({
        body: 'rubbish',
        receives: 1,
        reason: expect.stringMatching(/^no JSON:\s+not at all$/),
      });
    });
  });

  describe('a message in hand', () => {
    it('is nobody else\u2019s for as long as its handler works', async () => {
      const service = await connect({ visibilitySeconds: VISIBILITY_SECONDS });
      await service.publish('order-events', created('slow'));
      const hearers = [await hear(service, 'shipping', slow), await hear(service, 'shipping', slow)];
      await until('it to be in hand', async () => hearers.some(({ heard }) => heard.length > 0));
      await untilDone(service, 'shipping');
      expect(hearers.flatMap(({ heard }) => heard)).toEqual([{ body: 'slow', receives: 1 }]);
    });

    it('waits for a service outside that is away, and uses up no try', async () => {
      const service = await connect({ visibilitySeconds: VISIBILITY_SECONDS });
      const carrier = breaker({ failures: 1 });
      const backAt = Date.now() + LONG_MS;
      await service.publish('order-events', created(...numbered(3)));
      const { heard } = await hear(service, 'shipping', async (_message, signal) => {
        await carrier.run(async () => {
          if (Date.now() < backAt) throw new Unavailable('no answer');
        }, signal);
      });
      await untilDone(service, 'shipping');
      expect(Date.now()).toBeGreaterThan(backAt);
      expect(heard.map(({ receives }) => receives)).toEqual([1, 1, 1]);
      expect((await service.depth('shipping')).deadLetters).toBe(0);
    });

    it('counts to the depth of its queue', async () => {
      const service = await connect();
      await service.publish('order-events', created(...numbered(5)));
      expect(await service.depth('shipping')).toEqual({ messages: 5, deadLetters: 0 });
      const finish = Promise.withResolvers<void>();
      const { untilHeard } = await hear(service, 'shipping', async () => await finish.promise);
      await untilHeard(5);
      expect(await service.depth('shipping')).toEqual({ messages: 5, deadLetters: 0 });
      finish.resolve();
      await untilDone(service, 'shipping');
    });
  });
}
