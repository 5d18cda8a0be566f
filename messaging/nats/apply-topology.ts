import { isDeepStrictEqual } from 'node:util';
import {
  type ConsumerInfo,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { applyTo, type Difference, diffOf, type Place, unlessMissing } from '../resource-diff.ts';
import { hearsOf, QUEUE_NAMES, TOPICS, type TopicName } from '../topology.ts';
import { type NatsPlace, type Resource, resources } from './resources.ts';

type Found = StreamInfo | ConsumerInfo;

/** Streams and consumers by topology.ts, and no consumer of its queues that it does not name. */
export async function applyNatsTopology(connection: NatsConnection, place: NatsPlace = {}): Promise<Difference[]> {
  return await applyTo(onNats(await jetstreamManager(connection), place));
}

/** Looks, and changes nothing. */
export async function diffNatsTopology(connection: NatsConnection, place: NatsPlace = {}): Promise<Difference[]> {
  return await diffOf(onNats(await jetstreamManager(connection), place));
}

function onNats(manager: JetStreamManager, place: NatsPlace): Place<Resource, Found> {
  return {
    wanted: resources(place),
    find: (wanted) => find(manager, wanted),
    compare,
    create: (wanted) => create(manager, wanted),
    change: (wanted) => change(manager, wanted),
    strays: () => strayConsumers(manager),
  };
}

function compare(wanted: Resource, found: Found | null): Difference[] {
  const resource = nameOf(wanted);
  if (!found) return [{ resource, wanted: 'there', found: null }];
  const has = new Map<string, unknown>(Object.entries(found.config));
  return Object.entries(wanted.config)
    .filter(([name, value]) => !isDeepStrictEqual(value, has.get(name)))
    .map(([attribute, value]) => ({
      resource,
      attribute,
      wanted: JSON.stringify(value),
      found: has.has(attribute) ? JSON.stringify(has.get(attribute)) : null,
    }));
}

function nameOf(resource: Resource): string {
  if (resource.kind === 'stream') return `stream ${resource.name}`;
  return consumerName(resource.topic, resource.queue);
}

function consumerName(topic: TopicName, queue: string): string {
  return `consumer ${topic} -> ${queue}`;
}

async function find(manager: JetStreamManager, resource: Resource): Promise<Found | null> {
  return await unlessMissing<Found>(isMissing, () =>
    resource.kind === 'stream'
      ? manager.streams.info(resource.name)
      : manager.consumers.info(resource.topic, resource.queue),
  );
}

async function create(manager: JetStreamManager, resource: Resource): Promise<void> {
  if (resource.kind === 'stream') await manager.streams.add({ name: resource.name, ...resource.config });
  else await manager.consumers.add(resource.topic, resource.config);
}

/** What the wanted configuration does not name (replicas, placement) stays as an operator has set it. */
async function change(manager: JetStreamManager, resource: Resource): Promise<void> {
  if (resource.kind === 'stream') await manager.streams.update(resource.name, resource.config);
  else await manager.consumers.update(resource.topic, resource.queue, resource.config);
}

/** Consumers that have a queue's name on a topic that it does not hear. Somebody else's consumer is theirs. */
async function strayConsumers(manager: JetStreamManager): ReturnType<Place<Resource, Found>['strays']> {
  const strays: Awaited<ReturnType<typeof strayConsumers>> = [];
  for (const queue of QUEUE_NAMES) {
    const hears = hearsOf(queue).map(([topic]) => topic);
    for (const topic of TOPICS.filter((name) => !hears.includes(name))) {
      if ((await unlessMissing(isMissing, () => manager.consumers.info(topic, queue))) === null) continue;
      const resource = consumerName(topic, queue);
      strays.push({
        difference: { resource, wanted: null, found: 'there' },
        remove: () => manager.consumers.delete(topic, queue),
      });
    }
  }
  return strays;
}

function isMissing(error: unknown): boolean {
  const codes: number[] = [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound];
  return error instanceof JetStreamApiError && codes.includes(error.code);
}
