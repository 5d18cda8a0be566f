import { expect } from '@jest/globals';
import { Timeline, type TimelineEvent } from '../../contracts/http.ts';
import type { Stack } from './stack.ts';
import type { Heard, Stream } from './live-stream.ts';
import { until } from './stack-wait.ts';

/** Something happens to an order, so many times: it is held, and released again. */
export async function stir(stack: Stack, id: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const held = await stack.api('POST', `/v1/orders/${id}/hold`, { key: 'dev-ops', body: { reason: 'a look' } });
    const released = await stack.api('POST', `/v1/orders/${id}/release`, { key: 'dev-ops', body: {} });
    expect([held.status, released.status]).toEqual([200, 200]);
  }
}

/** All that has happened to an order, as this caller reads it. */
export async function pastOf(stack: Stack, id: string, key = 'dev-us'): Promise<TimelineEvent[]> {
  const past: TimelineEvent[] = [];
  for (let next: string | null = ''; next !== null;) {
    const cursor: string = next === '' ? '' : `?cursor=${next}`;
    const answer = await stack.api('GET', `/v1/orders/${id}/events${cursor}`, { key });
    const page = Timeline.parse(answer.body);
    past.push(...page.data);
    next = page.next;
  }
  return past;
}

export const timelineOf = (heard: readonly Heard[]) => heard.map(({ event }) => event);

export async function untilHeard(stream: Stream, version: number): Promise<Heard[]> {
  await until(`version ${version} to be heard`, async () => (stream.events.at(-1)?.id ?? 0) >= version, { everyMs: 5 });
  return stream.events;
}
