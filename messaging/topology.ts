import { ORDER_EVENT_TYPES } from '../contracts/events.ts';

/**
 * Topics, queues and who hears what, in one table. A queue is named after the service that reads it. Each has a
 * dead-letter queue for itself (`<queue>-dlq`) and one for its subscriptions (`<queue>-undelivered`); a subscription
 * takes the event types named here, raw.
 */
export const TOPICS = ['order-events', 'shipping-events', 'warehouse-events'] as const;

export type TopicName = (typeof TOPICS)[number];

interface Queue {
  hears: Partial<Record<TopicName, readonly string[]>>;
  /** How long a message in hand is nobody else's; the consumer extends it for as long as it works. */
  visibilitySeconds: number;
  /** How often a message is tried before it goes to the dead-letter queue. */
  maxReceives: number;
  /** How many batches one process has in hand at a time. */
  concurrency: number;
}

const USUAL = { visibilitySeconds: 30, maxReceives: 10, concurrency: 2 };

export const QUEUES = {
  /** The carrier is booked, or withdrawn. */
  shipping: {
    ...USUAL,
    hears: {
      'order-events': ['order.created', 'order.updated', 'order.cancelled', 'order.held', 'order.released'],
    },
  },
  /** The orders hear of their parcels. */
  'order-status': { ...USUAL, hears: { 'shipping-events': ['order.shipped', 'order.delivered'] } },
  /** What has shipped is settled; what was canceled must have nothing open. */
  payments: { ...USUAL, hears: { 'order-events': ['order.shipped', 'order.cancelled'] } },
  /** Stock follows the warehouse, and runs low by orders. */
  inventory: {
    ...USUAL,
    hears: {
      'warehouse-events': ['stock.counted', 'stock.received', 'stock.damaged'],
      'order-events': ['order.created', 'order.updated'],
    },
  },
  /** Figures by storefront and day. */
  analytics: {
    ...USUAL,
    hears: {
      'order-events': ['order.created', 'order.updated', 'order.shipped', 'order.delivered', 'order.cancelled'],
    },
  },
  /** The customers hear of their orders. */
  notifications: {
    ...USUAL,
    hears: { 'order-events': ['order.created', 'order.shipped', 'order.delivered', 'order.cancelled'] },
  },
  /** Whoever a storefront wants to be told hears of its orders. */
  webhooks: { ...USUAL, hears: { 'order-events': ORDER_EVENT_TYPES } },
} as const satisfies Record<string, Queue>;

export type QueueName = keyof typeof QUEUES;

export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];

/** What a queue hears, topic by topic. */
export function hearsOf(queue: QueueName): [topic: TopicName, eventTypes: readonly string[]][] {
  const hears: Queue['hears'] = QUEUES[queue].hears;
  return TOPICS.flatMap((topic) => (hears[topic] ? [[topic, hears[topic]]] : []));
}

/** As long as SQS keeps anything, and for as long as a service downstream may stay away: 14 days. */
export const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** The most that SQS takes: a dead letter is larger than the message was, by its reason. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

export function deadLetterQueue(queue: QueueName): string {
  return `${queue}-dlq`;
}

/** Where SNS puts what it could not deliver to the queue. */
export function undeliveredQueue(queue: QueueName): string {
  return `${queue}-undelivered`;
}
