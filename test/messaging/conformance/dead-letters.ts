import { describe, expect, it } from '@jest/globals';
import { DeadMessage } from '../../../messaging/attempt.ts';
import type { MessagingService } from '../../../messaging/port.ts';
import type { QueueName } from '../../../messaging/topology.ts';
import type { Broker } from '../../support/brokers.ts';
import { until } from '../../support/stack-wait.ts';
import { created, onBroker, untilDone } from './on-broker.ts';

export function deadLetters(start: () => Promise<Broker>): void {
  const { connect, hear } = onBroker(start);

  /** Has the queue refuse messages, one after the other. */
  async function buried(service: MessagingService, queue: QueueName, bodies: readonly string[]): Promise<void> {
    const { stop } = await hear(service, queue, async ({ body }) => {
      throw new DeadMessage(`no ${body} here`);
    });
    for (const [index, body] of bodies.entries()) {
      await service.publish('order-events', created(body));
      const isDead = async () => (await service.depth(queue)).deadLetters === index + 1;
      await until(`${body} to be dead`, isDead);
    }
    await untilDone(service, queue);
    await stop();
  }

  describe('dead letters', () => {
    it('are listed oldest first, each with its reason, as often as one looks', async () => {
      const service = await connect();
      await buried(service, 'shipping', ['plums', 'pears']);
      for (const _ of [1, 2]) {
        const letter = { queue: 'shipping', kind: 'dead', eventType: 'order.created', storefront: 'us', receives: 1 };
        const list = await service.deadLetters.list('shipping');
        expect(list).toEqual([
          { ...letter, id: expect.any(String), time: expect.any(String), body: 'plums', reason: 'no plums here' },
          { ...letter, id: expect.any(String), time: expect.any(String), body: 'pears', reason: 'no pears here' },
        ]);
        for (const { time } of list) expect(Math.abs(Date.now() - Date.parse(time))).toBeLessThan(60_000);
      }
      expect(await service.deadLetters.list('notifications')).toEqual([]);
    });

    it('go back to the queue that they were meant for and to no other, and are new there', async () => {
      const service = await connect();
      await buried(service, 'shipping', ['plums', 'pears', 'figs']);
      const elsewhere = await service.depth('notifications');
      const [, pears] = await service.deadLetters.list('shipping');
      expect(await service.deadLetters.redrive('shipping', [pears?.id ?? ''])).toBe(1);
      expect(await bodiesIn(service, 'shipping')).toEqual(['plums', 'figs']);
      const { heard, untilHeard } = await hear(service, 'shipping');
      await untilHeard(1);
      expect(await service.deadLetters.redrive('shipping')).toBe(2);
      await untilHeard(3);
      await untilDone(service, 'shipping');
      expect(heard.map(({ body, receives }) => [body, receives])).toEqual([
        ['pears', 1],
        ['plums', 1],
        ['figs', 1],
      ]);
      expect(await service.depth('shipping')).toEqual({ messages: 0, deadLetters: 0 });
      expect(await service.depth('notifications')).toEqual(elsewhere);
    });

    it('die again where nothing has changed, as what they were', async () => {
      const service = await connect();
      await buried(service, 'inventory', ['plums']);
      expect(await service.deadLetters.redrive('inventory')).toBe(1);
      await buried(service, 'inventory', []);
      await until('it to be dead', async () => (await service.depth('inventory')).deadLetters === 1);
      expect(await service.deadLetters.list('inventory')).toMatchObject([
        { body: 'plums', eventType: 'order.created', storefront: 'us', reason: 'no plums here', receives: 1 },
      ]);
    });

    it('are gone once they are dropped', async () => {
      const service = await connect();
      await buried(service, 'shipping', ['plums', 'pears', 'figs']);
      const [plums] = await service.deadLetters.list('shipping');
      expect(await service.deadLetters.drop('shipping', [plums?.id ?? ''])).toBe(1);
      expect(await bodiesIn(service, 'shipping')).toEqual(['pears', 'figs']);
      expect(await service.deadLetters.drop('shipping')).toBe(2);
      expect(await bodiesIn(service, 'shipping')).toEqual([]);
      expect(await service.depth('shipping')).toEqual({ messages: 0, deadLetters: 0 });
      expect(await service.deadLetters.drop('shipping')).toBe(0);
    });
  });
}

async function bodiesIn(service: MessagingService, queue: QueueName): Promise<string[]> {
  return (await service.deadLetters.list(queue)).map(({ body }) => body);
}
