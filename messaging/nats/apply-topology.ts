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
import type { Difference } from '../apply-topology.ts';
import { hearsOf, QUEUE_NAMES, TOPICS, type TopicName } from '../topology.ts';
import { type NatsPlace, type Resource, resources } from './resources.ts';

/**
 * Brings streams and consumers to what topology.ts says, and takes away consumers of its queues that it does not name.
 * What is as it should be is left alone: safe to run again, and beside others that do.
 * @returns what it changed
 */
export async function applyNatsTopology(connection: NatsConnection, place: NatsPlace = {}): Promise<Difference[]> {
  const manager = await jetstreamManager(connection);
  const changed: Difference[] = [];
  for (const wanted of resources(place)) {
    const found = await find(manager, wanted);
    const differences = compare(wanted, found);
    if (!found) await create(manager, wanted);
    else if (differences.length > 0) await change(manager, wanted);
    changed.push(...differences);
  }
  for (const { topic, queue, difference } of await strayConsumers(manager)) {
    await manager.consumers.delete(topic, queue);
    changed.push(difference);
  }
  return changed;
}

/** Looks, and changes nothing. */
export async function diffNatsTopology(connection: NatsConnection, place: NatsPlace = {}): Promise<Difference[]> {
  const manager = await jetstreamManager(connection);
  const differences: Difference[] = [];
  for (const wanted of resources(place)) differences.push(...compare(wanted, await find(manager, wanted)));
  const strays = await strayConsumers(manager);
  return [...differences, ...strays.map(({ difference }) => difference)];
}

function compare(wanted: Resource, found: StreamInfo | ConsumerInfo | null): Difference[] {
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

async function find(manager: JetStreamManager, resource: Resource): Promise<StreamInfo | ConsumerInfo | null> {
  return await unlessMissing<StreamInfo | ConsumerInfo>(() =>
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
async function strayConsumers(manager: JetStreamManager) {
  const strays: { topic: TopicName; queue: string; difference: Difference }[] = [];
  for (const queue of QUEUE_NAMES) {
    const hears = hearsOf(queue).map(([topic]) => topic);
    for (const topic of TOPICS.filter((name) => !hears.includes(name))) {
      if ((await unlessMissing(() => manager.consumers.info(topic, queue))) === null) continue;
      const resource = consumerName(topic, queue);
      strays.push({ topic, queue, difference: { resource, wanted: null, found: 'there' } });
    }
  }
  return strays;
}

async function unlessMissing<T>(look: () => Promise<T>): Promise<T | null> {
  const missing: number[] = [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound];
  try {
    return await look();
  } catch (error) {
    if (error instanceof JetStreamApiError && missing.includes(error.code)) return null;
    throw error;
  }
}
