import { isDeepStrictEqual } from 'node:util';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  NotFoundException,
  paginateListSubscriptionsByTopic,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import {
  type Attributes,
  type AwsClients,
  type AwsPlace,
  queueArn,
  type Resource,
  resources,
  topicArn,
} from './aws-resources.ts';
import { applyTo, type Difference, diffOf, type Place, unlessMissing } from './resource-diff.ts';
import { hearsOf, QUEUE_NAMES, TOPICS, type TopicName } from './topology.ts';

interface Found {
  /** What AWS knows it by: a topic's or subscription's ARN, a queue's URL. */
  id: string;
  attributes: Attributes;
}

/** Topics, queues and subscriptions by topology.ts, and no subscription between them that it does not name. */
export async function applyTopology(aws: AwsClients, place: AwsPlace): Promise<Difference[]> {
  return await applyTo(onAws(aws, place));
}

/** Looks, and changes nothing. */
export async function diffTopology(aws: AwsClients, place: AwsPlace): Promise<Difference[]> {
  return await diffOf(onAws(aws, place));
}

function onAws(aws: AwsClients, place: AwsPlace): Place<Resource, Found> {
  return {
    wanted: resources(place),
    find: (wanted) => find(aws, place, wanted),
    compare,
    create: (wanted) => create(aws, place, wanted),
    change: (wanted, found) => change(aws, wanted, found),
    strays: () => straySubscriptions(aws, place),
  };
}

function compare(wanted: Resource, found: Found | null): Difference[] {
  const resource = nameOf(wanted);
  if (!found) return [{ resource, wanted: 'there', found: null }];
  return Object.entries(wanted.attributes)
    .filter(([name, value]) => !isSame(value, found.attributes[name]))
    .map(([attribute, value]) => ({ resource, attribute, wanted: value, found: found.attributes[attribute] ?? null }));
}

/** AWS gives policies back with their members in another order. */
function isSame(wanted: string, found: string | undefined): boolean {
  if (found === undefined || found === '') return false;
  return wanted === found || isDeepStrictEqual(JSON.parse(wanted), JSON.parse(found));
}

function nameOf(resource: Resource): string {
  if (resource.kind === 'subscription') return subscriptionName(resource.topic, resource.queue);
  return `${resource.kind} ${resource.name}`;
}

function subscriptionName(topic: TopicName, queue: string): string {
  return `subscription ${topic} -> ${queue}`;
}

async function find(aws: AwsClients, place: AwsPlace, resource: Resource): Promise<Found | null> {
  switch (resource.kind) {
    case 'topic': {
      const id = topicArn(place, resource.name);
      return await unlessMissing(isNoTopic, async () => {
        const { Attributes = {} } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn: id }));
        return { id, attributes: Attributes };
      });
    }
    case 'queue':
      return await unlessMissing(isNoQueue, async () => {
        const { QueueUrl: id = '' } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: resource.name }));
        const { Attributes = {} } = await aws.sqs.send(
          new GetQueueAttributesCommand({ QueueUrl: id, AttributeNames: ['All'] }),
        );
        return { id, attributes: Attributes };
      });
    case 'subscription': {
      const all = await subscriptionsOf(aws, place, resource.topic);
      const id = all.find(({ endpoint }) => endpoint === queueArn(place, resource.queue))?.arn;
      if (id === undefined) return null;
      const { Attributes = {} } = await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: id }));
      return { id, attributes: Attributes };
    }
  }
}

async function create(aws: AwsClients, place: AwsPlace, resource: Resource): Promise<void> {
  switch (resource.kind) {
    case 'topic': {
      const { TopicArn } = await aws.sns.send(
        new CreateTopicCommand({ Name: resource.name, Attributes: { ...resource.attributes } }),
      );
      const wanted = topicArn(place, resource.name);
      if (TopicArn !== wanted) throw new Error(`the topic is ${TopicArn}, and by AWS_ACCOUNT_ID it would be ${wanted}`);
      return;
    }
    case 'queue':
      await aws.sqs.send(new CreateQueueCommand({ QueueName: resource.name, Attributes: { ...resource.attributes } }));
      return;
    case 'subscription':
      await aws.sns.send(
        new SubscribeCommand({
          TopicArn: topicArn(place, resource.topic),
          Protocol: 'sqs',
          Endpoint: queueArn(place, resource.queue),
          Attributes: { ...resource.attributes },
        }),
      );
  }
}

async function change(aws: AwsClients, { kind, attributes }: Resource, { id }: Found): Promise<void> {
  if (kind === 'queue') {
    await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: id, Attributes: { ...attributes } }));
    return;
  }
  for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
    const attribute = { AttributeName, AttributeValue };
    if (kind === 'topic') await aws.sns.send(new SetTopicAttributesCommand({ TopicArn: id, ...attribute }));
    else await aws.sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: id, ...attribute }));
  }
}

/** Subscriptions of our queues to our topics that the table does not have. Somebody else's queue is theirs. */
async function straySubscriptions(aws: AwsClients, place: AwsPlace): ReturnType<Place<Resource, Found>['strays']> {
  const ours = new Map(
    QUEUE_NAMES.map((name) => [queueArn(place, name), { name, hears: hearsOf(name).map(([topic]) => topic) }]),
  );
  const strays: Awaited<ReturnType<typeof straySubscriptions>> = [];
  for (const topic of TOPICS) {
    for (const { arn, endpoint } of await subscriptionsOf(aws, place, topic)) {
      const queue = ours.get(endpoint);
      if (!queue || queue.hears.includes(topic)) continue;
      const resource = subscriptionName(topic, queue.name);
      strays.push({
        difference: { resource, wanted: null, found: 'there' },
        remove: () => aws.sns.send(new UnsubscribeCommand({ SubscriptionArn: arn })),
      });
    }
  }
  return strays;
}

async function subscriptionsOf({ sns }: AwsClients, place: AwsPlace, topic: TopicName) {
  const found = await unlessMissing(isNoTopic, async () => {
    const all: { arn: string; endpoint: string }[] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topicArn(place, topic) })) {
      for (const { SubscriptionArn: arn = '', Endpoint: endpoint = '' } of page.Subscriptions ?? []) {
        all.push({ arn, endpoint });
      }
    }
    return all;
  });
  return found ?? [];
}

function isNoTopic(error: unknown): boolean {
  return error instanceof NotFoundException;
}

function isNoQueue(error: unknown): boolean {
  return error instanceof QueueDoesNotExist;
}
