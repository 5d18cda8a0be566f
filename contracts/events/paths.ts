import type { EventContract } from './catalog.ts';

/** Where things are below docs/events/. */

export const BY_REFERENCE = 'schemas/by-reference.json';

export function schemaPath(event: Pick<EventContract, 'topic' | 'type' | 'version'>): string {
  return `schemas/${fileOf(event)}`;
}

export function releasedPath(event: Pick<EventContract, 'topic' | 'type' | 'version'>): string {
  return `released/${fileOf(event)}`;
}

export function examplePath({ topic, type }: Pick<EventContract, 'topic' | 'type'>): string {
  return `examples/${topic}/${type}.json`;
}

function fileOf({ topic, type, version }: Pick<EventContract, 'topic' | 'type' | 'version'>): string {
  return `${topic}/${type}.v${version}.json`;
}
