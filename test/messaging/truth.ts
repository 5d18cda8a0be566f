import { type QueueName, TOPICS, type TopicName } from '../../messaging/topology.ts';

/** Who hears what, spelled out: the topology has to agree with it and not the other way round. */
export const TRUTH: Record<TopicName, Record<string, QueueName[]>> = {
  'order-events': {
    'order.created': ['shipping', 'inventory', 'analytics', 'notifications'],
    'order.updated': ['shipping', 'inventory', 'analytics'],
    'order.shipped': ['payments', 'analytics', 'notifications'],
    'order.delivered': ['analytics', 'notifications'],
    'order.cancelled': ['shipping', 'payments', 'analytics', 'notifications'],
    'order.held': ['shipping'],
    'order.released': ['shipping'],
    'order.returned': [],
    'order.refunded': [],
    'payment.captured': [],
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
