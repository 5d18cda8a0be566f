/**
 * Topics, queues and who hears what, in one table. Each queue has a dead-letter queue for itself (`<queue>-dlq`) and
 * one for its subscription (`<queue>-undelivered`); a subscription takes the event types named here, raw.
 */
export const TOPICS = ['order-events', 'shipping-events'] as const;

export type TopicName = (typeof TOPICS)[number];

interface Queue {
  topic: TopicName;
  eventTypes: readonly string[];
  visibilitySeconds: number;
  /** How often a message is tried before it goes to the dead-letter queue. */
  maxReceives: number;
}

export const QUEUES = {
  /** The shipping service hears of orders that are ready to ship, or no longer wanted. */
  'shipping-orders': {
    topic: 'order-events',
    eventTypes: ['order.created', 'order.cancelled'],
    visibilitySeconds: 30,
    maxReceives: 10,
  },
  /** The orders hear of their parcels. */
  'order-status': {
    topic: 'shipping-events',
    eventTypes: ['order.shipped', 'order.delivered'],
    visibilitySeconds: 30,
    maxReceives: 10,
  },
} as const satisfies Record<string, Queue>;

export type QueueName = keyof typeof QUEUES;

/** Dead letters wait for somebody as long as SQS keeps anything: 14 days. */
export const DEAD_LETTERS_KEPT_SECONDS = 14 * 24 * 60 * 60;

export function deadLetterQueue(queue: QueueName): string {
  return `${queue}-dlq`;
}

/** Where SNS puts what it could not deliver to the queue. */
export function undeliveredQueue(queue: QueueName): string {
  return `${queue}-undelivered`;
}
