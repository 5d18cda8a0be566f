import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CloudEvent } from 'cloudevents';
import { z } from 'zod';
import { eventDocs } from '../../bin/event-docs.ts';
import { EVENT_CONTRACTS } from '../../contracts/events/catalog.ts';
import { schemaOf } from '../../contracts/events/documents.ts';
import { EventData, PUBLIC_EVENT_TYPES, ReconciliationEvent } from '../../contracts/events.ts';
import { DIFFERENCE_KINDS } from '../../domain/differences.ts';
import { REFUSALS } from '../../domain/errors.ts';
import { PAYMENT_STATUSES } from '../../domain/order.ts';
import { traceparent } from '../../domain/trace.ts';
import { hearsOf, QUEUE_NAMES, TOPICS } from '../../messaging/topology.ts';

const FOLDER = join(import.meta.dirname, '../../docs/events');
const Text = z.string();
/** Not a fault: there is a 3.1 by now. */
const THERE_IS_A_NEWER_ONE = 'asyncapi-latest-version';

async function committed(folder: string): Promise<[path: string, text: string][]> {
  const files = await readdir(join(FOLDER, folder), { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return await Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path.slice(FOLDER.length + 1), await readFile(path, 'utf8')]),
  );
}

/** What is wrong with an AsyncAPI document, as the parser of AsyncAPI itself sees it. */
async function problems(document: string): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(document, { source: join(FOLDER, 'asyncapi.json') });
  return diagnostics
    .filter(({ code }) => code !== THERE_IS_A_NEWER_ONE)
    .map(({ path, message }) => `/${path.join('/')}: ${message}`);
}

describe('the documents of the events', () => {
  it('are committed as the contracts give them: npm run docs:events', async () => {
    const there = [
      ['asyncapi.json', await readFile(join(FOLDER, 'asyncapi.json'), 'utf8')] as const,
      ...(await committed('schemas')),
      ...(await committed('examples')),
    ];
    expect(Object.fromEntries(there)).toEqual(Object.fromEntries(await eventDocs()));
  });

  it('are an AsyncAPI document that its own parser takes', async () => {
    const document = await readFile(join(FOLDER, 'asyncapi.json'), 'utf8');
    expect(await problems(document)).toEqual([]);
    const dangling = document.replace('order.created.v1.json', 'order.gone.v1.json');
    expect(await problems(dangling)).not.toEqual([]);
    expect(await problems(document.replace('"action": "send"', '"action": "shout"'))).not.toEqual([]);
  });

  it('name every topic, and every event that a queue hears', () => {
    expect(new Set(EVENT_CONTRACTS.map(({ topic }) => topic))).toEqual(new Set(TOPICS));
    const known = EVENT_CONTRACTS.map(({ topic, type }) => `${topic} ${type}`);
    const heard = QUEUE_NAMES.flatMap(hearsOf).flatMap(([topic, types]) => types.map((type) => `${topic} ${type}`));
    expect(heard.filter((one) => !known.includes(one))).toEqual([]);
    const published = EVENT_CONTRACTS.filter(({ direction }) => direction === 'published');
    expect(published.map(({ type }) => type)).toEqual([...PUBLIC_EVENT_TYPES]);
  });

  it('know the words that an order uses today', () => {
    const Words = z.object({ 'x-extensible-enum': z.array(Text) });
    const words = (schema: z.ZodType) => Words.parse(schema.meta())['x-extensible-enum'];
    const { payment, cancelReason } = EventData.shape;
    expect(words(payment.shape.status)).toEqual([...PAYMENT_STATUSES]);
    expect(words(cancelReason.unwrap())).toEqual(['requested', ...REFUSALS]);
    expect(words(ReconciliationEvent.shape.data.shape.kind)).toEqual([...DIFFERENCE_KINDS]);
  });
});

describe.each(EVENT_CONTRACTS.map((event) => [`${event.type} on ${event.topic}`, event] as const))(
  'the example of %s',
  (_, event) => {
    it('is what its JSON Schema says, and its reader takes it', () => {
      const ajv = new Ajv2020({ formats: { 'date-time': isDateTime }, keywords: ['x-extensible-enum'] });
      expect([ajv.validate(schemaOf(event), event.example), ajv.errorsText()]).toEqual([true, 'No errors']);
      expect(event.schema.parse(event.example)).toEqual(event.example);
    });

    it('passes the own check of the cloudevents library', () => {
      expect(new CloudEvent(event.example).validate()).toBe(true);
    });

    it('has the trace that such an event would have', () => {
      const { traceparent: given, subject, id } = event.example;
      const of = event.type === 'stock.low' ? id : subject;
      const wanted = event.direction === 'published' ? traceparent(Text.parse(of), Text.parse(id)) : undefined;
      expect(given).toBe(wanted);
    });
  },
);

function isDateTime(text: string): boolean {
  return z.iso.datetime({ offset: true }).safeParse(text).success;
}
