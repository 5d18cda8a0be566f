import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/nats-core';
import { applyNatsTopology, diffNatsTopology } from '../../messaging/nats/apply-topology.ts';
import { connectNats } from '../../messaging/nats/connection.ts';
import { QUEUES } from '../../messaging/topology.ts';
import { startNats } from '../support/brokers.ts';
import { conformance } from './conformance.ts';

describe('over NATS JetStream:', () => {
  conformance(startNats);
});

describe('the topology in JetStream', () => {
  let broker: Awaited<ReturnType<typeof startNats>>;
  let connection: NatsConnection;
  let manager: JetStreamManager;

  beforeAll(async () => {
    broker = await startNats();
    connection = await connectNats(broker.url);
    manager = await jetstreamManager(connection);
  });
  afterAll(async () => {
    await connection.close();
    await broker.end();
  });

  it('is missing where nobody has applied it, and looking does not make it', async () => {
    for (const _ of [1, 2]) {
      const differences = await diffNatsTopology(connection);
      expect(differences.map(({ resource }) => resource)).toEqual([
        'stream order-events',
        'stream shipping-events',
        'stream warehouse-events',
        'stream shipping-dlq',
        'stream order-status-dlq',
        'stream payments-dlq',
        'stream inventory-dlq',
        'stream analytics-dlq',
        'stream notifications-dlq',
        'stream webhooks-dlq',
        'consumer order-events -> shipping',
        'consumer shipping-events -> order-status',
        'consumer order-events -> payments',
        'consumer order-events -> inventory',
        'consumer warehouse-events -> inventory',
        'consumer order-events -> analytics',
        'consumer order-events -> notifications',
        'consumer order-events -> webhooks',
      ]);
      expect(differences.every(({ wanted, found }) => wanted === 'there' && found === null)).toBe(true);
    }
  });

  it('is applied once: a second time finds nothing to do', async () => {
    expect(await applyNatsTopology(connection)).toHaveLength(18);
    expect(await diffNatsTopology(connection)).toEqual([]);
    expect(await applyNatsTopology(connection)).toEqual([]);
  });

  it('is found where somebody has changed it by hand, and is mended', async () => {
    const filter = ['order-events.order.created'];
    await manager.streams.update('order-events', { max_age: nanos(1000 * 60 * 60) });
    await manager.consumers.update('order-events', 'shipping', { filter_subjects: filter });
    await manager.consumers.delete('shipping-events', 'order-status');
    await manager.consumers.add('order-events', { durable_name: 'order-status', ack_policy: 'explicit' });
    const differences = [
      { resource: 'stream order-events', attribute: 'max_age', wanted: '1209600000000000', found: '3600000000000' },
      {
        resource: 'consumer order-events -> shipping',
        attribute: 'filter_subjects',
        wanted: JSON.stringify([
          ...QUEUES.shipping.hears['order-events'].map((type) => `order-events.${type}`),
          'order-events.redrive.shipping',
        ]),
        found: expect.stringContaining('order.created'),
      },
      { resource: 'consumer shipping-events -> order-status', wanted: 'there', found: null },
      { resource: 'consumer order-events -> order-status', wanted: null, found: 'there' },
    ];
    expect(await diffNatsTopology(connection)).toEqual(differences);
    expect(await applyNatsTopology(connection)).toEqual(differences);
    expect(await diffNatsTopology(connection)).toEqual([]);
  });

  it("leaves somebody else's consumer and an operator's own settings alone", async () => {
    await manager.consumers.add('order-events', { durable_name: 'of-somebody', ack_policy: 'explicit' });
    await manager.streams.update('order-events', { description: 'ours' });
    expect(await applyNatsTopology(connection)).toEqual([]);
    expect((await manager.consumers.info('order-events', 'of-somebody')).name).toBe('of-somebody');
    expect((await manager.streams.info('order-events')).config.description).toBe('ours');
  });
});
