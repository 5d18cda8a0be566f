import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { z } from 'zod';
import { awsClients, awsPlace, claimPlace, s3Client } from '../../bin/aws.ts';
import { readSettings } from '../../bin/settings.ts';
import { EventByReference } from '../../contracts/events/envelope.ts';
import { applyTopology } from '../../messaging/apply-topology.ts';
import { DeadMessage } from '../../messaging/attempt.ts';
import type { AwsClients } from '../../messaging/aws-resources.ts';
import { byteSize } from '../../messaging/batches.ts';
import { breaker } from '../../messaging/breaker.ts';
import { applyClaimBucket, diffClaimBucket } from '../../messaging/claim-bucket.ts';
import { withClaimCheck } from '../../messaging/claim-check.ts';
import type { MessagingService, OutgoingMessage, Subscription } from '../../messaging/port.ts';
import { s3Claims } from '../../messaging/s3-claims.ts';
import { snsSqsMessaging } from '../../messaging/sns-sqs.ts';
import { until } from '../support/stack-wait.ts';

const LIMIT = readSettings({}).MESSAGE_MAX_BYTES;
const BUCKET = claimPlace(readSettings({})).bucket;
const REASON = '山'.repeat(1000);
const Members = z.record(z.string(), z.unknown());

let server: FauxqsServer;
let aws: AwsClients;
let s3: S3Client;
let bare: MessagingService;
let messaging: MessagingService;
/** What the service behind `inventory` hears: one subscription for all, as the emulator holds on to those that ended. */
const heard: string[] = [];
const errors: string[] = [];
const subscriptions: Subscription[] = [];

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false });
  const settings = readSettings({ AWS_ENDPOINT_URL: server.address });
  aws = awsClients(settings);
  s3 = s3Client(settings);
  await applyTopology(aws, awsPlace(settings));
  bare = snsSqsMessaging(aws, {
    place: awsPlace(settings),
    retrySeconds: 0,
    onError: ({ message }) => errors.push(message),
  });
  messaging = withClaimCheck(bare, s3Claims(s3, claimPlace(settings)), { maxBytes: LIMIT, breaker: breaker() });
  const subscription = await messaging.subscribe('inventory', async ({ body }) => {
    if (Members.parse(JSON.parse(body))['subject'] === 'poison') throw new DeadMessage(REASON);
    heard.push(body);
  });
  subscriptions.push(subscription);
});
beforeEach(() => {
  heard.length = 0;
  errors.length = 0;
});
afterAll(async () => {
  await Promise.all(subscriptions.map((subscription) => subscription.stop()));
  aws.sns.destroy();
  aws.sqs.destroy();
  s3.destroy();
  await server.stop();
});

/** An event that is so many bytes large, as SNS counts: of `letter`, and a few of one byte to fit. */
function event(
  id: string,
  letter: string,
  bytes: number,
  { eventType = 'stock.counted', subject = 'CD' } = {},
): OutgoingMessage {
  const of = (text: string): OutgoingMessage => {
    const envelope = { specversion: '1.0', id, source: '/test', type: eventType, subject };
    const time = '2026-11-03T08:00:00.000Z';
    const body = JSON.stringify({ ...envelope, time, dataschema: 'urn:test', data: { sku: 'CD', text } });
    return { eventType, storefront: 'us', body };
  };
  const room = bytes - byteSize(of(''));
  const letters = Math.floor(room / Buffer.byteLength(letter));
  return of(letter.repeat(letters) + 'x'.repeat(room - letters * Buffer.byteLength(letter)));
}

function refersTo(dataref: string): OutgoingMessage {
  const message = event('refers', 'a', 400);
  const { data: _data, ...envelope } = Members.parse(JSON.parse(message.body));
  return { ...message, body: JSON.stringify({ ...envelope, dataref }) };
}

/** Publishes to the warehouse's topic; all of it has to be taken. */
async function publish(...messages: OutgoingMessage[]): Promise<void> {
  expect(await messaging.publish('warehouse-events', messages)).toEqual(messages.map(() => ({ taken: true })));
}

/** What is heard, in any order, once there is as much of it as was sent. */
async function heardOf(...messages: OutgoingMessage[]): Promise<Set<string>> {
  await until(`${messages.length} events`, async () => heard.length === messages.length);
  return new Set(heard);
}

function bodies(...messages: OutgoingMessage[]): Set<string> {
  return new Set(messages.map(({ body }) => body));
}

async function claims(): Promise<(string | undefined)[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key }) => Key);
}

/** The dead letters, once there are so many; then they are gone. */
async function deadLetters(count: number) {
  const found = await until(`${count} dead letters`, async () => {
    const letters = await bare.deadLetters.list('inventory');
    return letters.length === count && letters;
  });
  await bare.deadLetters.drop('inventory');
  return found;
}

describe('the bucket for claims', () => {
  it('is missing at first, is made once, and is mended where somebody changed it', async () => {
    const place = claimPlace(readSettings({}));
    const resource = `bucket ${BUCKET}`;
    const missing = [{ resource, wanted: 'there', found: null }];
    expect(await diffClaimBucket(s3, place)).toEqual(missing);
    expect(await applyClaimBucket(s3, place)).toEqual(missing);
    expect(await diffClaimBucket(s3, place)).toEqual([]);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket: BUCKET }));
    const changed = [{ resource, attribute: 'expiration in days', wanted: '90', found: null }];
    expect(await applyClaimBucket(s3, place)).toEqual(changed);
    expect(await applyClaimBucket(s3, place)).toEqual([]);
  });
});

describe('an event', () => {
  it.each([
    ['one byte below the limit', -1, 0],
    ['at the limit', 0, 0],
    ['one byte above the limit', 1, 1],
  ])('%s arrives to the byte, in every script', async (_, beyond, stored) => {
    const messages = ['a', 'é', '山', '🧑‍🚀'].map((letter, index) => event(`${beyond}-${index}`, letter, LIMIT + beyond));
    expect(messages.map(byteSize)).toEqual(messages.map(() => LIMIT + beyond));
    const before = await claims();
    await publish(...messages);
    expect((await claims()).length - before.length).toBe(messages.length * stored);
    expect(await heardOf(...messages)).toEqual(bodies(...messages));
  });

  it('that is too large has the rest of its envelope on the wire, and its data in S3', async () => {
    const message = event('on the/wire', '山', LIMIT + 1, { eventType: 'order.delivered' });
    const onTheWire: string[] = [];
    // A service of somebody who knows the wire alone.
    const subscription = await bare.subscribe('order-status', async ({ body }) => void onTheWire.push(body));
    subscriptions.push(subscription);
    expect(await messaging.publish('shipping-events', [message])).toEqual([{ taken: true }]);
    await until('it', async () => onTheWire.length === 1);
    const wire: unknown = JSON.parse(onTheWire[0] ?? '');
    const { data, ...envelope } = Members.parse(JSON.parse(message.body));
    const Key = '2026/11/03/on%20the%2Fwire.json';
    expect(wire).toEqual({ ...envelope, dataref: `s3://${BUCKET}/${Key}` });
    expect(EventByReference.safeParse(wire).error).toBeUndefined();
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect([JSON.parse((await Body?.transformToString()) ?? ''), ContentType]).toEqual([data, 'application/json']);
  });

  it('that is published again is stored once', async () => {
    const message = event('again', 'a', LIMIT + 1);
    await publish(message);
    const stored = await claims();
    await publish(message, message);
    expect(await claims()).toEqual(stored);
    expect(await heardOf(message, message, message)).toEqual(bodies(message));
  });

  it('keeps its place among others, large and small', async () => {
    const sizes = Array.from({ length: 25 }, (_, index) => (index % 3 === 0 ? LIMIT + 1 + index : 400));
    const messages = sizes.map((bytes, index) => event(`mixed-${index}`, '山', bytes));
    await publish(...messages);
    expect(await heardOf(...messages)).toEqual(bodies(...messages));
  });

  it('that is too large and no CloudEvent is not taken, and the others are', async () => {
    const odd = { eventType: 'stock.counted', storefront: 'us', body: 'x'.repeat(LIMIT) };
    const [one, other] = [event('one', 'a', 400), event('other', 'b', 400)];
    const outcomes = await messaging.publish('warehouse-events', [one, odd, other]);
    expect(outcomes.map(({ taken }) => taken)).toEqual([true, false, true]);
    expect(await heardOf(one, other)).toEqual(bodies(one, other));
  });

  it('at the limit that nobody can handle fits into the dead letters with its reason', async () => {
    const message = event('at-the-limit', '山', LIMIT, { subject: 'poison' });
    await publish(message);
    expect(await deadLetters(1)).toMatchObject([{ body: message.body, reason: REASON }]);
  });

  it('above the limit that nobody can handle lies among the dead letters by its reference', async () => {
    await publish(event('above', 'a', LIMIT + 1, { subject: 'poison' }));
    const [letter] = await deadLetters(1);
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ dataref: `s3://${BUCKET}/2026/11/03/above.json` });
  });
});

describe('a reference', () => {
  it('that leads nowhere, or to where others could have put something, is a dead letter', async () => {
    const elsewhere = ['s3://somebody-else/x.json', 'https://example.com/', `s3://${BUCKET}.evil/x.json`];
    await publish(refersTo(`s3://${BUCKET}/gone.json`), ...elsewhere.map(refersTo));
    const letters = await deadLetters(1 + elsewhere.length);
    expect(new Set(letters.map(({ reason }) => reason))).toEqual(
      new Set([
        `its data at s3://${BUCKET}/gone.json is gone`,
        ...elsewhere.map((dataref) => `its data is at ${dataref}, which is not in s3://${BUCKET}/`),
      ]),
    );
    expect(heard).toEqual([]);
  });

  it('to what has expired is a dead letter', async () => {
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: '2026/11/03/again.json' }));
    await publish(refersTo(`s3://${BUCKET}/2026/11/03/again.json`));
    expect(await deadLetters(1)).toMatchObject([
      { reason: `its data at s3://${BUCKET}/2026/11/03/again.json is gone` },
    ]);
  });

  it('beside the data itself is not followed', async () => {
    const message = event('both', 'a', 400);
    const body = JSON.stringify({ ...Members.parse(JSON.parse(message.body)), dataref: 's3://somebody-else/x' });
    await publish({ ...message, body });
    expect(await heardOf({ ...message, body })).toEqual(bodies({ ...message, body }));
  });
});

describe('while S3 is away', () => {
  it('what is too large is not taken, what came waits in hand, and all goes on when it is back', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-claims-'));
    const away = await startFauxqs({ port: 0, dataDir, logger: false });
    const settings = readSettings({ AWS_ENDPOINT_URL: away.address });
    const s3Away = s3Client(settings);
    await applyClaimBucket(s3Away, claimPlace(settings));
    const states: string[] = [];
    const checked = withClaimCheck(bare, s3Claims(s3Away, claimPlace(settings)), {
      maxBytes: LIMIT,
      breaker: breaker({ failures: 3, firstPauseMs: 50, maxPauseMs: 200, onChange: (state) => states.push(state) }),
    });
    const large = [0, 1, 2, 3].map((index) =>
      event(`away-${index}`, '山', LIMIT + 1, { eventType: 'order.delivered' }),
    );
    expect(await checked.publish('order-events', large)).toEqual(large.map(() => ({ taken: true })));
    await away.stop();

    expect(await checked.publish('order-events', [event('late', 'a', LIMIT + 1)])).toEqual([
      { taken: false, reason: expect.stringContaining('its data was not stored: ') },
    ]);
    const came: string[] = [];
    const subscription = await checked.subscribe('analytics', async ({ body }) => void came.push(body));
    subscriptions.push(subscription);
    await until('the circuit to open', async () => states.includes('open'));
    expect(errors.filter((message) => !message.startsWith('S3 is away: '))).toEqual([]);

    const back = await startFauxqs({ port: Number(new URL(away.address).port), dataDir, logger: false });
    await until('all of them', async () => came.length === large.length);
    expect(new Set(came)).toEqual(new Set(large.map(({ body }) => body)));
    expect(await bare.depth('analytics')).toMatchObject({ deadLetters: 0 });
    s3Away.destroy();
    await back.stop();
    await rm(dataDir, { recursive: true });
  });

  it('and says nothing, what is small goes out all the same, within the time that there is', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const settings = readSettings({ AWS_ENDPOINT_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
    const s3Silent = s3Client(settings);
    const store = s3Claims(s3Silent, claimPlace(settings));
    const checked = withClaimCheck(bare, store, { maxBytes: LIMIT, breaker: breaker() });
    const small = { eventType: 'order.updated', storefront: 'us', body: '{}' };
    const notAfter = performance.now() + 3000;
    expect(await checked.publish('order-events', [small, event('large', 'a', LIMIT + 1), small], notAfter)).toEqual([
      { taken: true },
      { taken: false, reason: expect.stringContaining('its data was not stored: ') },
      { taken: true },
    ]);
    expect(performance.now()).toBeLessThan(notAfter);
    s3Silent.destroy();
    silent.close();
  });
});
