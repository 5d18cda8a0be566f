import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  OrderCloudEvent,
  ReconciliationEvent,
  ShippingCloudEvent,
  StockLowEvent,
  WarehouseCloudEvent,
} from '../../contracts/events.ts';
import { EVENT_CONTRACTS, type EventContract } from '../../contracts/events/catalog.ts';
import { attempt } from '../../messaging/attempt.ts';
import { reading } from '../../messaging/reading.ts';

/** What consumers read each topic with. */
const READERS: Record<EventContract['topic'], z.ZodType> = {
  'order-events': OrderCloudEvent,
  'shipping-events': ShippingCloudEvent,
  'warehouse-events': WarehouseCloudEvent,
};

/** What is not of an order. */
const OTHERS = new Map<string, z.ZodType>([
  ['stock.low', StockLowEvent],
  ['reconciliation.difference', ReconciliationEvent],
]);

const Data = z.record(z.string(), z.unknown());

const cases = EVENT_CONTRACTS.map((event) => {
  const reader = OTHERS.get(event.type) ?? READERS[event.topic];
  return [`${event.type} of ${event.topic}`, event, reader] as const;
});

/** What becomes of a message whose consumer has nothing more to do than to read it. */
async function verdictOn(reader: z.ZodType, event: Record<string, unknown>): Promise<string> {
  const message = { body: JSON.stringify(event), receives: 1 };
  const handler = reading(reader, async () => undefined);
  const verdict = await attempt('inventory', handler, message, new AbortController().signal, { retrySeconds: 1 });
  return verdict.kind === 'dead' ? verdict.reason : verdict.kind;
}

describe.each(cases)('a consumer of %s', (_, { example, dataschema }, reader) => {
  it('reads it though it holds more than is known', async () => {
    const data = { ...Data.parse(example['data']), newfield: { deep: [1] } };
    expect(await verdictOn(reader, { ...example, newextension: 'x', data })).toBe('done');
  });

  it('reads it without its schema', async () => {
    const { dataschema: _dropped, ...without } = example;
    expect(await verdictOn(reader, without)).toBe('done');
  });

  it('refuses it in a version that is not known, and says so first', async () => {
    const next = dataschema.replace(/1$/, '2');
    // Also where nothing else of it is as it was.
    expect(await verdictOn(reader, { ...example, dataschema: next, data: {} })).toMatch(
      `of unknown shape: /dataschema: the schema ${next} is not known here, only ${dataschema}`,
    );
  });

  it("refuses another type's schema", async () => {
    expect(await verdictOn(reader, { ...example, dataschema: 'urn:order-saga:order.lost:1' })).toBe(
      `of unknown shape: /dataschema: the schema urn:order-saga:order.lost:1 is not known here, only ${dataschema}`,
    );
  });

  it('refuses a type that is not known', async () => {
    expect(await verdictOn(reader, { ...example, type: 'order.lost' })).toMatch('of unknown shape: /type: ');
  });
});

it('of order-events reads what was published before events had a trace', async () => {
  const { traceparent: _dropped, ...before } = EVENT_CONTRACTS[0]?.example ?? {};
  expect(await verdictOn(OrderCloudEvent, before)).toBe('done');
});
