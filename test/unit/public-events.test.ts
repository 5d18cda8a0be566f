import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CloudEvent } from 'cloudevents';
import { z } from 'zod';
import { EVENT_CONTRACTS } from '../../contracts/events/catalog.ts';
import { cloudEvent, publicType } from '../../domain/public-events.ts';
import { TRANSITIONS } from '../../domain/states.ts';
import { traceparent } from '../../domain/trace.ts';
import { LIVES, lived } from './order-lives.ts';

const Json = z.record(z.string(), z.unknown());

const told = Object.values(LIVES).map((life) => {
  const steps = lived(life).filter(({ event }) => publicType(event.type));
  return steps.map(({ event, order }) => cloudEvent(event, order));
});
const all = told.flat();

/** What may be seen of an order from outside, by the canary's place. */
const MAY_BE_SEEN = [
  'order.customerId',
  'order.reference',
  'order.currency',
  'order.lines.0.id',
  'order.lines.0.sku',
  'order.lines.1.id',
  'order.lines.1.sku',
  'first.id',
  'first.carrier',
  'first.trackingNumber',
  'second.id',
  'second.carrier',
  'second.trackingNumber',
  'cancel.reason',
].map((place) => `canary-${place}`);

describe('the lives that these tests look at', () => {
  it('hold every event there is', () => {
    const types = Object.values(LIVES).flatMap((life) => life.map(({ type }) => type));
    const known = Object.values(TRANSITIONS).flatMap((row) => Object.keys(row));
    expect(new Set(types)).toEqual(new Set(known));
  });

  it('have a canary in every text of an order', () => {
    const orders = Object.values(LIVES).map((life) => lived(life).at(-1)?.order);
    const bare = orders.flatMap((order) => texts(order).filter(([, text]) => !text.startsWith('canary-')));
    const interpreted =
      /^(id|storefront|status|\w+At|payment\.status|(shipments|refunds|returns)\.\d\.(status|createdAt)|attention\.\d\.(step|since)|authorizations\.\d\.authorizedAt|hold\.(from|reason))$/;
    expect(bare.map(([at]) => at).filter((at) => !interpreted.test(at))).toEqual([]);
  });
});

describe('what others hear of an order', () => {
  it('says nothing but what may be seen', () => {
    const seen = new Set(JSON.stringify(all).match(/canary-[^"]*/g));
    expect([...seen].toSorted()).toEqual(MAY_BE_SEEN.toSorted());
  });

  it('has no field that its contract does not have', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const event of all) {
      const contract = EVENT_CONTRACTS.find(({ topic, type }) => topic === 'order-events' && type === event.type);
      // Of what comes out of a reader, zod says that there is nothing more.
      const closed = z.toJSONSchema(contract?.schema ?? z.never(), { io: 'output' });
      expect([event.type, ajv.validate(closed, event), ajv.errorsText()]).toEqual([event.type, true, 'No errors']);
    }
  });

  it('passes the own check of the cloudevents library', () => {
    for (const event of all) expect(new CloudEvent(Json.parse(event)).validate()).toBe(true);
  });

  it('counts from 1 without a gap', () => {
    for (const events of told) expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
  });

  it('is one trace an order, and a span an event', () => {
    for (const events of told) {
      const parts = events.map((event) => (event.traceparent ?? '').split('-'));
      expect(new Set(parts.map(([, trace]) => trace))).toEqual(new Set(['01563e3ab5d3d6764c61efb99302bd5b']));
      expect(new Set(parts.map(([, , span]) => span)).size).toBe(events.length);
    }
  });
});

describe('the trace of an event', () => {
  it('is read off two ULIDs, bit by bit', () => {
    // 2^80 and 2^64 - 1, in Crockford's base 32.
    expect(traceparent('00000000010000000000000000', '0000000000000FZZZZZZZZZZZZ')).toBe(
      '00-00000000000100000000000000000000-ffffffffffffffff-01',
    );
    expect(traceparent('7ZZZZZZZZZZZZZZZZZZZZZZZZZ', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ')).toBe(
      `00-${'f'.repeat(32)}-${'f'.repeat(16)}-01`,
    );
  });

  it('is never all zero, which says that there is none', () => {
    const zero = '0'.repeat(26);
    expect(traceparent(zero, zero)).toBe(`00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-01`);
  });

  it.each(['', 'event-1', '8ZZZZZZZZZZZZZZZZZZZZZZZZZ', '01arz3ndektsv4rrffq69g5fav', `${'0'.repeat(25)}U`])(
    'cannot be read off %j, which is no ULID',
    (id) => {
      expect(() => traceparent(id, '0'.repeat(26))).toThrow(RangeError);
      expect(() => traceparent('0'.repeat(26), id)).toThrow(RangeError);
    },
  );
});

/** Every text in it, with its place. */
function texts(value: unknown, at = ''): [at: string, text: string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => texts(item, at === '' ? key : `${at}.${key}`));
}
