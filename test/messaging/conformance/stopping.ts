import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { MessageHandler } from '../../../messaging/port.ts';
import { QUEUES } from '../../../messaging/topology.ts';
import type { Broker } from '../../support/brokers.ts';
import { until } from '../../support/stack-wait.ts';
import { created, numbered, onBroker, untilDone } from './on-broker.ts';

/** Well below the visibility of 30 s: what is heard within this was left to nobody. */
const AT_ONCE_MS = 8000;

/** As a consumer that dies with its message: it is given back without a word of it. */
const givesUp: MessageHandler = async (_message, signal) => {
  await once(signal, 'abort');
  throw new Error('stopped');
};

export function stopping(start: () => Promise<Broker>): void {
  const { broker, connect, hear } = onBroker(start);

  describe('a subscriber that is stopped', () => {
    it('finishes what it has in hand, and leaves all the rest to the next one', async () => {
      const service = await connect();
      await service.publish('order-events', created(...numbered(100)));
      const finish = Promise.withResolvers<void>();
      const first = await hear(service, 'shipping', async () => await finish.promise);
      const atATime = QUEUES.shipping.concurrency * 10;
      await first.untilHeard(atATime);
      let stopped = false;
      const stop = first.stop().then(() => (stopped = true));
      await service.depth('shipping');
      expect(stopped).toBe(false);
      finish.resolve();
      await stop;
      const second = await hear(service, 'shipping');
      await second.untilHeard(100 - first.heard.length, AT_ONCE_MS);
      await untilDone(service, 'shipping', AT_ONCE_MS);
      expect(first.heard.length).toBe(atATime);
      expect([...first.bodies(), ...second.bodies()].toSorted()).toEqual(numbered(100).toSorted());
    });

    it('gives back at once what waits for somebody outside', async () => {
      const service = await connect({ retrySeconds: 60 });
      await service.publish('order-events', created('waiting'));
      const first = await hear(service, 'shipping', givesUp);
      await first.untilHeard(1);
      await first.stop();
      const second = await hear(service, 'shipping');
      await second.untilHeard(1, AT_ONCE_MS);
      expect(second.heard).toEqual([{ body: 'waiting', receives: 2 }]);
    });

    it('is soon done though the broker is away', async () => {
      const { stop } = await hear(await connect(), 'shipping');
      await broker().kill();
      const startedAt = Date.now();
      await stop();
      expect(Date.now() - startedAt).toBeLessThan(AT_ONCE_MS);
    });

    it('whose message has taken all its tries with it hands over none of it: it is dead, and not tried once more', async () => {
      const service = await connect();
      await service.publish('order-events', created('deadly'));
      const { maxReceives } = QUEUES.shipping;
      const heard: number[] = [];
      for (let death = 0; death < maxReceives; death += 1) {
        const hearer = await hear(service, 'shipping', givesUp);
        await hearer.untilHeard(1, AT_ONCE_MS);
        await hearer.stop();
        heard.push(...hearer.heard.map(({ receives }) => receives));
      }
      expect(heard).toEqual(Array.from({ length: maxReceives }, (_, index) => index + 1));
      const last = await hear(service, 'shipping');
      await until('it to be dead', async () => (await service.depth('shipping')).deadLetters === 1);
      await untilDone(service, 'shipping');
      expect(last.heard).toEqual([]);
      expect(await service.deadLetters.list('shipping')).toMatchObject([
        { body: 'deadly', eventType: 'order.created' },
      ]);
    });
  });

  describe('two subscribers', () => {
    it('share the load of their queue, each message to one of them', async () => {
      const services = [await connect(), await connect()];
      await services[0]?.publish('order-events', created(...numbered(200)));
      const bothAtWork = Promise.withResolvers<void>();
      const hearers = await Promise.all(
        services.map((service) => hear(service, 'shipping', async () => await bothAtWork.promise)),
      );
      await Promise.all(hearers.map((hearer) => hearer.untilHeard(1)));
      bothAtWork.resolve();
      const all = () => hearers.flatMap((hearer) => hearer.bodies());
      await until('all to be heard', async () => all().length >= 200);
      await Promise.all(services.map((service) => untilDone(service, 'shipping')));
      expect(all().toSorted()).toEqual(numbered(200).toSorted());
    });
  });
}
