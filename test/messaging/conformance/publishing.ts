import { describe, expect, it } from '@jest/globals';
import { QUEUE_NAMES, TOPICS } from '../../../messaging/topology.ts';
import type { Broker } from '../../support/brokers.ts';
import { until } from '../../support/stack-wait.ts';
import { heardBy, TRUTH } from '../truth.ts';
import { created, numbered, onBroker } from './on-broker.ts';

/** More than any broker of ours takes: SNS 256 KiB, NATS 1 MiB. */
const TOO_LARGE = 'x'.repeat(1024 * 1024);
/** However a publisher finds out that nobody is there. */
const PATIENCE_MS = 15_000;

const TAKEN = { taken: true };
const NOT_TAKEN = { taken: false, reason: expect.stringMatching(/./) };

export function publishing(start: () => Promise<Broker>): void {
  const { broker, connect, hear } = onBroker(start);

  describe('publishing', () => {
    it('brings each event to the queues that want it, and to no other', async () => {
      const service = await connect();
      for (const topic of TOPICS) {
        const messages = Object.keys(TRUTH[topic]).map((eventType) => ({
          eventType,
          storefront: 'us',
          body: `${topic} ${eventType}`,
        }));
        expect(await service.publish(topic, messages)).toEqual(messages.map(() => TAKEN));
      }
      for (const queue of QUEUE_NAMES) {
        const wanted = heardBy(queue).map(([topic, eventType]) => `${topic} ${eventType}`);
        expect(await service.depth(queue)).toEqual({ messages: wanted.length, deadLetters: 0 });
        const hearer = await hear(service, queue);
        await hearer.untilHeard(wanted.length);
        expect(hearer.bodies().toSorted()).toEqual(wanted.toSorted());
      }
    });

    it('says for each message of a batch, in order, what became of it; one that is too large keeps back no other', async () => {
      const service = await connect();
      const bodies = numbered(25).with(12, TOO_LARGE);
      const outcomes = await service.publish('order-events', created(...bodies));
      expect(outcomes).toEqual(bodies.map((body) => (body === TOO_LARGE ? NOT_TAKEN : TAKEN)));
      const hearer = await hear(service, 'shipping');
      await hearer.untilHeard(24);
      expect(hearer.bodies().toSorted()).toEqual(bodies.filter((body) => body !== TOO_LARGE).toSorted());
    });

    it('brings a message as it was published, the first time it comes', async () => {
      const service = await connect();
      const body = JSON.stringify({ name: 'Ærøskøbing ⚓ 🐟', line: 'one\ntwo\r\n', empty: '' }, null, 2);
      await service.publish('order-events', created(body));
      const hearer = await hear(service, 'shipping');
      await hearer.untilHeard(1);
      expect(hearer.heard).toEqual([{ body, receives: 1 }]);
    });

    it.each(['killed', 'frozen'] as const)(
      'says soon enough that nothing was taken while the broker is %s, and works once it is back',
      async (how) => {
        const service = await connect();
        const hearer = await hear(service, 'shipping');
        await service.publish('order-events', created('before'));
        await hearer.untilHeard(1);
        if (how === 'killed') await broker().kill();
        else await broker().freeze();
        const startedAt = Date.now();
        expect(await service.publish('order-events', created('a', 'b'))).toEqual([NOT_TAKEN, NOT_TAKEN]);
        expect(Date.now() - startedAt).toBeLessThan(PATIENCE_MS);
        if (how === 'killed') await broker().restart();
        else broker().thaw();
        await until('a message to be taken', async () => {
          const [outcome] = await service.publish('order-events', created('after'));
          return outcome?.taken;
        });
        const withinMs = 45_000;
        await until('who had subscribed before to hear', async () => hearer.bodies().includes('after'), { withinMs });
      },
    );

    it('keeps what it has taken though the broker is killed', async () => {
      const service = await connect();
      await service.publish('order-events', created(...numbered(50)));
      await broker().kill();
      await broker().restart();
      const hearer = await hear(await connect(), 'shipping');
      await hearer.untilHeard(50);
      expect(new Set(hearer.bodies())).toEqual(new Set(numbered(50)));
    });
  });
}
