import { afterEach, describe, expect, it } from '@jest/globals';
import { breaker, Unavailable } from '../../messaging/breaker.ts';
import type { MessageHandler, Subscription } from '../../messaging/port.ts';
import { QUEUES } from '../../messaging/topology.ts';
import { CREATED, type Queues, startQueues } from '../support/queues.ts';
import { until } from '../support/stack-wait.ts';

const { maxReceives, visibilitySeconds } = QUEUES.shipping;
const BODIES = Array.from({ length: 100 }, (_, n) => `order ${n}`);

let queues: Queues;
let reading: Subscription[] = [];

/** For each test its own: fauxqs keeps the polls of a reader that has gone, and hands them what is for the next one. */
async function start(retrySeconds: number): Promise<void> {
  queues = await startQueues({ retrySeconds });
}
afterEach(async () => {
  await Promise.all(reading.map((subscription) => subscription.stop()));
  reading = [];
  await queues.stop();
});

async function read(handler: MessageHandler): Promise<Subscription> {
  const subscription = await queues.messaging.subscribe('shipping', handler);
  reading.push(subscription);
  return subscription;
}

const publish = async (bodies: readonly string[]) =>
  await queues.messaging.publish(
    'order-events',
    bodies.map((body) => ({ ...CREATED, body })),
  );
const depth = async () => await queues.messaging.depth('shipping');
const refused = (body: string) => body.endsWith('7');
const inHand = () => queues.server.inspectQueue('shipping')?.messages.inflight ?? [];

/** A carrier that can be away, and the most receives that any message has had. */
function carrier() {
  const handled = new Map<string, number>();
  const state = { isAway: true, calls: 0, mostReceives: 0, handled };
  const call = async (body: string) => {
    state.calls += 1;
    if (state.isAway) throw new Unavailable('no answer');
    handled.set(body, (handled.get(body) ?? 0) + 1);
  };
  const book = (how: (call: () => Promise<void>, signal: AbortSignal) => Promise<void>): MessageHandler => {
    return async ({ body, receives }, signal) => {
      state.mostReceives = Math.max(state.mostReceives, receives);
      await how(() => call(body), signal);
    };
  };
  return { state, book };
}

describe('a message whose handling failed', () => {
  it('is hidden for longer each time, and handled when that helps', async () => {
    await start(1);
    const tries: number[] = [];
    await read(async () => {
      tries.push(Date.now());
      if (tries.length < 4) throw new Error('not yet');
    });
    await publish(['an order']);
    const hiddenFor = async (ms: number) =>
      await until(`it to be hidden for ${ms} ms`, async () => {
        const deadline = inHand()[0]?.visibilityDeadline;
        return deadline !== undefined && Math.abs(deadline - (tries.at(-1) ?? 0) - ms) < 500;
      });
    for (const ms of [1000, 2000, 4000]) await hiddenFor(ms);
    await until('it to be handled', async () => tries.length === 4 && (await depth()).messages === 0);
    const pauses = tries.slice(1).map((time, n) => time - (tries[n] ?? 0));
    for (const [n, wanted] of [1000, 2000, 4000].entries()) expect(pauses[n]).toBeGreaterThanOrEqual(wanted - 50);
  });

  it("is nobody else's for as long as its handler works", async () => {
    await start(0);
    let isOver = false;
    const handed: string[] = [];
    await read(async ({ body }) => {
      handed.push(body);
      await until('the end', async () => isOver);
    });
    await publish(['a long one']);
    const first = await until('it to be in hand', async () => inHand()[0]?.visibilityDeadline);
    await until('the heartbeat', async () => (inHand()[0]?.visibilityDeadline ?? 0) > first + 5000, {
      withinMs: visibilitySeconds * 1000,
    });
    isOver = true;
    await until('it to be done', async () => (await depth()).messages === 0);
    expect(handed).toEqual(['a long one']);
  });
});

describe('a service outside that is away for a while', () => {
  const OUTAGE_MS = 6000;

  it('would be the death of each message without a breaker', async () => {
    await start(0);
    const { state, book } = carrier();
    await read(book((call) => call()));
    await publish(BODIES);
    await until('all of them to be dead', async () => (await depth()).deadLetters === BODIES.length);
    expect(state.mostReceives).toBe(maxReceives);
  });

  it('costs no message more than one receive beyond its own with one, and all are handled when it is back', async () => {
    await start(0);
    const { state, book } = carrier();
    const changes: string[] = [];
    const circuit = breaker({ firstPauseMs: 200, maxPauseMs: 1000, onChange: (change) => changes.push(change) });
    await read(book((call, signal) => circuit.run(call, signal)));
    const awayUntil = Date.now() + OUTAGE_MS;
    await publish(BODIES);
    await until('the outage to end', async () => Date.now() > awayUntil);
    const { calls } = state;
    expect(state.handled.size).toBe(0);
    state.isAway = false;
    await until('all of them to be handled', async () => (await depth()).messages === 0);
    expect(await depth()).toEqual({ messages: 0, deadLetters: 0 });
    expect(new Set(state.handled.keys())).toEqual(new Set(BODIES));
    expect([...state.handled.values()].every((times) => times === 1)).toBe(true);
    expect(state.mostReceives).toBeLessThanOrEqual(2);
    // Those that opened it, and one now and then to see.
    expect(calls).toBeLessThan(5 + 20 + OUTAGE_MS / 200);
    expect(changes[0]).toBe('open');
    expect(changes.at(-1)).toBe('closed');
  });

  it('does not hold up the end of the process, and its messages come back', async () => {
    await start(0);
    const { state, book } = carrier();
    const circuit = breaker({ firstPauseMs: 60_000, maxPauseMs: 60_000 });
    const subscription = await read(book((call, signal) => circuit.run(call, signal)));
    await publish(BODIES);
    await until('messages to wait in hand', async () => state.calls >= 5 && inHand().length === 20);
    const stopping = Date.now();
    await subscription.stop();
    expect(Date.now() - stopping).toBeLessThan(3000);
    expect(await depth()).toEqual({ messages: BODIES.length, deadLetters: 0 });
    state.isAway = false;
    await read(book((call) => call()));
    // Long before their visibility ends.
    await until('all of them to be handled', async () => state.handled.size === BODIES.length);
    expect(state.mostReceives).toBeLessThanOrEqual(3);
  });

  it('is not meant by an answer that says no: that message is tried and dies, the others go on', async () => {
    await start(0);
    const { state, book } = carrier();
    state.isAway = false;
    const circuit = breaker();
    await read(async (message, signal) => {
      await circuit.run(async () => {
        if (refused(message.body)) throw new Error('400');
      }, signal);
      await book((call) => call())(message, signal);
    });
    await publish(BODIES);
    await until('the end of all', async () => (await depth()).messages === 0);
    expect((await depth()).deadLetters).toBe(10);
    expect(new Set(state.handled.keys())).toEqual(new Set(BODIES.filter((body) => !refused(body))));
  });
});
