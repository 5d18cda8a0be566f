import { describe, expect, it } from '@jest/globals';
import { temporal } from '@temporalio/proto';
import type { OrderCosts } from '../../bench/temporal-cost.ts';
import { judge } from '../../bench/check-verdict.ts';
import { METRIC_NAMES } from '../../bench/check-ratios.ts';
import { median, p99, ratios, spread } from '../../bench/load/statistics.ts';
import type { Block } from '../../bench/measure/block.ts';
import { measurePairs } from '../../bench/measure/pairs.ts';
import { turnsOf } from '../../bench/measure/turns.ts';
import { anOrderOf, aSecondOf } from '../../bench/measure/usage.ts';
import { actionsOf, dollars } from '../../bench/temporal-actions.ts';

const LOAD = { kind: 'closed', inFlight: 16, seconds: 10 } as const;
const everything = () => true;
const slice = (walBytes: number) => ({ seconds: 2, cpuMs: { postgres: 20 }, commits: 2, walBytes });
const namesOf = (round: number) => turnsOf(['naive-temporal', 'dbos', 'restate'], round).map(({ peer }) => peer);

describe('a median', () => {
  it('is the middle one, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 9, 2])).toBe(3);
    expect(median([])).toBeNaN();
  });

  it('comes with the least and the most', () => {
    expect(spread([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
    expect(spread([])).toBeNull();
  });

  it('of ratios is taken pair by pair, not of the sums', () => {
    const pairs = [
      { ours: 1, theirs: 2 },
      { ours: 300, theirs: 100 },
      { ours: 1, theirs: 1 },
    ];
    expect(ratios(pairs)).toEqual({ median: 1, low: 0.5, high: 3 });
  });
});

describe('a p99', () => {
  it('needs a thousand answers', () => {
    const answers = Array.from({ length: 1_000 }, (_, n) => n + 1);
    expect(p99(answers)).toBe(990);
    expect(p99(answers.slice(1))).toBeNull();
  });
});

describe('turns', () => {
  it('put ours next to each of the others, there and back', () => {
    expect(namesOf(0)).toEqual(['naive-temporal', 'ours', 'dbos', 'restate', 'ours']);
    expect(namesOf(1)).toEqual(['ours', 'restate', 'dbos', 'ours', 'naive-temporal']);
  });

  it('make a pair of the blocks that stood next to each other', async () => {
    let time = 0;
    const pairs = await measurePairs(['naive-temporal', 'dbos', 'restate'], 2, LOAD, async ({ peer, round }) =>
      block({ peer, round, orders: (time += 1) }),
    );
    expect(pairs).toHaveLength(6);
    for (const { ours, theirs } of pairs) expect(Math.abs(ours.orders - theirs.orders)).toBe(1);
  });
});

describe('what an order cost', () => {
  const spent = {
    seconds: 10,
    cpuMs: { main: 500, postgres: 300, temporal: 900, stub: 70 },
    commits: 40,
    walBytes: 2_000,
  };
  const idle = { cpuMs: { main: 20, postgres: 10, temporal: 40, stub: 1 }, commits: 1, walBytes: 100 };

  it('is without the outside world, and without what shared servers do at rest', () => {
    expect(anOrderOf(spent, idle, 10, everything)).toEqual({
      cpuMs: { main: 50, postgres: 20, temporal: 50 },
      cpuTotalMs: 120,
      commits: 3,
      walBytes: 100,
    });
  });

  it('takes rest as it mostly is, not with the vacuum that fell into it', () => {
    const atRest = { cpuMs: { postgres: 10 }, commits: 1, walBytes: 100 };
    expect(aSecondOf([slice(200), slice(100_000), slice(200)])).toEqual(atRest);
  });

  it('is without Temporal for who does not use it', () => {
    expect(anOrderOf(spent, idle, 10, (name) => name !== 'temporal').cpuTotalMs).toBe(70);
  });
});

describe("Temporal Cloud's actions", () => {
  it('are the start, the signals, the upserts, the updates, and one for all local activities of a task', () => {
    const history = [
      { workflowExecutionStartedEventAttributes: {} },
      { workflowTaskCompletedEventAttributes: {} },
      marker(4, 'placeOrder'),
      marker(4, 'confirmOrder'),
      { upsertWorkflowSearchAttributesEventAttributes: {} },
      { workflowExecutionSignaledEventAttributes: {} },
      marker(9, 'recordShipment'),
      { workflowExecutionUpdateAcceptedEventAttributes: {} },
      { workflowExecutionUpdateCompletedEventAttributes: {} },
    ];
    expect(actionsOf(events(history))).toEqual({ order: 6, timers: 0, captures: 0 });
  });

  it('are one for each attempt of an activity', () => {
    const history = [
      { eventId: 5, activityTaskScheduledEventAttributes: { activityType: { name: 'authorizePayment' } } },
      { activityTaskStartedEventAttributes: { scheduledEventId: 5, attempt: 3 } },
    ];
    expect(actionsOf(events(history)).order).toBe(3);
  });

  it('count timers and captures apart', () => {
    const history = [
      { timerStartedEventAttributes: {} },
      { timerFiredEventAttributes: {} },
      marker(7, 'capturePayment'),
      { eventId: 9, activityTaskScheduledEventAttributes: { activityType: { name: 'capturePayment' } } },
      { activityTaskStartedEventAttributes: { scheduledEventId: 9, attempt: 1 } },
    ];
    expect(actionsOf(events(history))).toEqual({ order: 0, timers: 1, captures: 2 });
  });

  it('count a heartbeat of a workflow task that its local activities stretched', () => {
    const history = [{ workflowTaskCompletedEventAttributes: {} }, { workflowTaskScheduledEventAttributes: {} }];
    expect(actionsOf(events(history)).order).toBe(1);
  });

  it('cost less a million, the more there are', () => {
    expect(dollars(1e6)).toBe(50);
    expect(dollars(7e6)).toBe(5 * 50 + 2 * 45);
    expect(dollars(11.25e6)).toBe(525);
  });
});

describe('a check', () => {
  const rateOf = { ours: 60, 'naive-temporal': 10, 'empty-workflow': 100, dbos: 200, restate: 300 };
  const pairs = (['naive-temporal', 'dbos', 'restate', 'empty-workflow'] as const).flatMap((peer) =>
    [0, 1, 2].map((round) => ({
      peer,
      ours: block({ peer: 'ours', round, rate: rateOf.ours }),
      theirs: block({ peer, round, rate: rateOf[peer] }),
    })),
  );
  const cost = { events: 9, transitions: 5, historyBytes: 1, actions: { order: 3, timers: 0, captures: 0 } };
  const costs: OrderCosts = { answered: [cost], life: [cost] };
  const idle = { cpuMs: {}, commits: 0, walBytes: 0 };
  const measured = { answers: pairs, rates: pairs, idle, costs };

  it('divides ours by theirs', () => {
    const { result, complaints } = judge(measured, new Map());
    expect(complaints).toEqual([]);
    expect(result.rate_vs_naive).toEqual({ median: 6, low: 6, high: 6 });
    expect(result.rate_vs_temporal_floor?.median).toBe(0.6);
  });

  it('has no number of a peer that failed the gate, and says why', () => {
    const { result, complaints } = judge(measured, new Map([['dbos', { wrong: ['sold twice'], lost: [] }]]));
    expect(METRIC_NAMES.filter((name) => result[name] === null)).toEqual(['answer_p50_vs_dbos', 'rate_vs_dbos']);
    expect(complaints).toContain('dbos: sold twice');
  });

  it('has no number at all when ours failed it', () => {
    const { result } = judge(measured, new Map([['ours', { wrong: ['sold twice'], lost: [] }]]));
    expect(Object.values(result).filter((value) => value !== null)).toEqual([]);
  });

  it('does not count a naive rate below a twelfth of the floor', () => {
    const rates = pairs.map((pair) =>
      pair.peer === 'naive-temporal' ? { ...pair, theirs: { ...pair.theirs, rate: 8 } } : pair,
    );
    const { result, complaints } = judge({ ...measured, rates }, new Map());
    expect(result.rate_vs_naive).toBeNull();
    expect(result.answer_p50_vs_naive).not.toBeNull();
    expect(complaints.join()).toMatch(/twelfth/);
  });

  it('does not count a peer that answered otherwise than its orders deserved', () => {
    const unexpected = { 'approved 500': 20 };
    const rates = pairs.map((pair) =>
      pair.peer === 'restate' ? { ...pair, theirs: { ...pair.theirs, unexpected } } : pair,
    );
    expect(judge({ ...measured, rates }, new Map()).result.rate_vs_restate).toBeNull();
  });
});

function block(given: Partial<Block> & Pick<Block, 'peer'>): Block {
  return {
    latency: 'none',
    load: LOAD,
    round: 0,
    orders: 100,
    unexpected: {},
    rate: 10,
    latencies: [5],
    gaveUp: false,
    spent: { seconds: 10, cpuMs: { main: 100 }, commits: 300, walBytes: 5_000 },
    ...given,
  };
}

function events(given: readonly object[]) {
  return given.map((event) => temporal.api.history.v1.HistoryEvent.fromObject(event));
}

function marker(task: number, activity: string) {
  const data = Buffer.from(JSON.stringify({ seq: 1, activity_type: activity }));
  return {
    markerRecordedEventAttributes: {
      workflowTaskCompletedEventId: task,
      details: { data: { payloads: [{ data }] } },
    },
  };
}
