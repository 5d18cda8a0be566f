import { EVENT_CONTRACTS, type EventContract } from './catalog.ts';
import { BY_REFERENCE, schemaPath } from './paths.ts';

const TOPICS: Record<EventContract['topic'], { action: 'send' | 'receive'; description: string }> = {
  'order-events': {
    action: 'send',
    description: 'What happens to orders, and what it does to the stock. Filter by the attribute eventType',
  },
  'shipping-events': { action: 'receive', description: 'What the shipping service says of parcels' },
  'warehouse-events': { action: 'receive', description: 'What a warehouse says of its stock' },
};

/** Attributes of the message, for filters. */
const HEADERS = {
  type: 'object',
  properties: {
    eventType: { type: 'string', description: "The event's type" },
    storefront: { type: 'string', description: 'The storefront, or `all`' },
  },
  required: ['eventType', 'storefront'],
};

/** The AsyncAPI 3.0 document; schemas are referred to, beside it. */
export function asyncApi(): object {
  const channels = Object.entries(TOPICS).map(([topic, { description }]) => [
    topic,
    { address: topic, description, messages: messagesOf(topic) },
  ]);
  const operations = Object.entries(TOPICS).map(([topic, { action }]) => [
    `${action}-${topic}`,
    {
      action,
      channel: { $ref: `#/channels/${topic}` },
      messages: Object.keys(messagesOf(topic)).map((name) => ({ $ref: `#/channels/${topic}/messages/${name}` })),
    },
  ]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Events of Order Saga',
      version: '1',
      description: 'CloudEvents 1.0 in JSON. Delivery repeats and does not keep order: see README.md.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(channels),
    operations: Object.fromEntries(operations),
  };
}

function messagesOf(topic: string): Record<string, object> {
  const here = EVENT_CONTRACTS.filter((event) => event.topic === topic);
  return {
    ...Object.fromEntries(here.map((event) => [event.type, messageOf(event)])),
    ...(here.some(({ direction }) => direction === 'published') ? { 'by-reference': BY_REFERENCE_MESSAGE } : {}),
  };
}

function messageOf(event: EventContract): object {
  const { type, description, example, direction } = event;
  return {
    name: type,
    title: type,
    summary: description,
    ...(direction === 'published' ? { headers: HEADERS } : {}),
    payload: { $ref: `./${schemaPath(event)}` },
    examples: [{ name: type, payload: example }],
  };
}

const BY_REFERENCE_MESSAGE = {
  name: 'by-reference',
  title: 'An event that was too large',
  summary: 'Any of them, without its data: that lies where dataref says',
  headers: HEADERS,
  payload: { $ref: `./${BY_REFERENCE}` },
};
