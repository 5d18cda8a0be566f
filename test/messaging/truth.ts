import { type QueueName, TOPICS, type TopicName } from '../../messaging/topology.ts';

/** Who hears what, spelled out: the topology has to agree with it and not the other way round. */
export const TRUTH: Record<TopicName, Record<string, QueueName[]>> = {
  'order-events': {
    'order.created': ['shipping', 'inventory', 'analytics', 'notifications', 'webhooks'],
    'order.updated': ['shipping', 'inventory', 'analytics', 'webhooks'],
    'order.shipped': ['payments', 'analytics', 'notifications', 'webhooks'],
    'order.delivered': ['analytics', 'notifications', 'webhooks'],
    'order.cancelled': ['shipping', 'payments', 'analytics', 'notifications', 'webhooks'],
    'order.held': ['shipping', 'webhooks'],
    'order.released': ['shipping', 'webhooks'],
    'order.returned': ['webhooks'],
    'order.refunded': ['webhooks'],
    'payment.captured': ['webhooks'],
    'stock.low': [],
    'reconciliation.difference': [],
  },
  'shipping-events': {
    'order.shipped': ['order-status'],
    'order.delivered': ['order-status'],
    'order.lost': [],
  },
  'warehouse-events': {
    'stock.counted': ['inventory'],
    'stock.received': ['inventory'],
    'stock.damaged': ['inventory'],
    'stock.moved': [],
  },
};

/** What a queue is to hear. */
export function heardBy(queue: QueueName): [topic: TopicName, eventType: string][] {
  return TOPICS.flatMap((topic) =>
    Object.entries(TRUTH[topic])
      .filter(([, queues]) => queues.includes(queue))
      .map(([eventType]): [TopicName, string] => [topic, eventType]),
  );
}
