import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../domain/events.ts';
import { withoutPerson } from '../../domain/erasure.ts';
import { fold } from '../../domain/reducer.ts';
import { TRANSITIONS } from '../../domain/states.ts';
import { LIVES, lived } from './order-lives.ts';

const lives = Object.entries(LIVES);
const eventsOf = (life: (typeof lives)[number][1]) => lived(life).map(({ event }) => event);
const erased = (events: readonly RecordedEvent[]) => events.map(withoutPerson);

/** Each text that somebody could have written is a canary named after its place. */
const canariesIn = (value: unknown) => new Set(JSON.stringify(value).match(/canary-[\w.[\]-]+/g));

/** What may stay, by the end of its place: of goods, of money, and names that are the house's or a carrier's. */
const STAYS = [
  /\.(id|lineId|sku|location|carrier|currency|country|eventId|shipmentId|returnId|refundId)$/,
  /charges\.\d+\.(type|name)$/,
  /(until|captureBefore|reason|code)$/,
];
/** Of a person, wherever it is: of these none may stay, whatever the list above says. */
const GOES =
  /customerId|email|locale|reference|Address\.(?!country)|metadata|note|error|trackingNumber|details|(refund|return)\w*\.reason/i;

describe('an order without its person', () => {
  it('has lived every kind of event', () => {
    const known = new Set(Object.values(TRANSITIONS).flatMap((events) => Object.keys(events)));
    const seen = new Set(lives.flatMap(([, life]) => life.map(({ type }) => type as string)));
    expect([...known].filter((type) => !seen.has(type))).toEqual([]);
  });

  it.each(lives)('says nothing of the person: %s', (_, life) => {
    const left = [...canariesIn(erased(eventsOf(life)))];
    expect(left.filter((canary) => GOES.test(canary))).toEqual([]);
    expect(left.filter((canary) => !STAYS.some((place) => place.test(canary)))).toEqual([]);
  });

  it.each(lives)('is the same order in all that counts: %s', (_, life) => {
    const events = eventsOf(life);
    const [before, after] = [fold(events), fold(erased(events))];
    const counts = (order: typeof before) =>
      order && {
        status: order.status,
        version: order.version,
        publicSequence: order.publicSequence,
        total: order.total,
        lines: order.lines,
        payment: order.payment,
        authorizations: order.authorizations,
        refunds: order.refunds.map(({ reason: _reason, ...refund }) => refund),
        returns: order.returns.map(({ reason: _reason, note: _note, ...back }) => back),
        steps: order.attention.map(({ step }) => step),
        cancelReason: order.cancelReason,
        needsAttention: order.needsAttention,
        times: [order.createdAt, order.updatedAt, order.deliveredAt],
      };
    expect(counts(after)).toEqual(counts(before));
  });

  it.each(lives)('is erased once and for all: %s', (_, life) => {
    const once = erased(eventsOf(life));
    expect(erased(once)).toEqual(once);
  });
});
