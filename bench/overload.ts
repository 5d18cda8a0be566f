import type { Placed, Run } from './load/messages.ts';
import { p99, percentile } from './load/statistics.ts';
import { Blocks, rateOf } from './measure/block.ts';
import { inWorld } from './measure/in-world.ts';
import { answersWell } from './measure/peers.ts';
import { warmUp } from './measure/warm-up.ts';
import { progress } from './say.ts';
import { table } from './table.ts';
import { gate } from './world/gate.ts';

export interface OverloadOptions {
  /** Of a block. */
  seconds: number;
  /** How many times the peak comes, one block after the other. */
  times: number[];
}

/** Where the rate no longer grows. */
const IN_FLIGHT = 16;
/** Of the peak. */
const GOODPUT = 0.8;
const P99_MS = 2_000;
/** From the end of the first block to the end of the last. */
const GROWTH = 1.25;

interface Measured {
  /** Orders that came a second. */
  offered: number;
  /** Answered as they should be, a second. */
  goodput: number;
  /** Milliseconds, of the orders so answered. */
  p50: number;
  p99: number;
  /** Of all: told to come again later. */
  turnedAway: number;
  /** Neither of both. */
  others: number;
  /** Of API and worker, right afterwards. */
  megabytes: number;
}

/** What becomes of orders that come faster than they can be taken up. Throws when it is not what the API promises. */
export async function benchOverload({ seconds, times }: OverloadOptions): Promise<void> {
  const say = progress();
  await inWorld({ peers: ['ours'], temporal: 'postgres', say }, async (world, generator) => {
    const blocks = new Blocks(world, generator, `overload-${Date.now()}`);
    await warmUp(blocks, 'ours');
    const measure = async (run: Run): Promise<Measured> => {
      const { main = Number.NaN } = (await world.usage('ours')).rssBytes;
      return { ...summary(run), megabytes: main / 2 ** 20 };
    };
    const peak = async (seed: number) =>
      await measure(await blocks.place('ours', { load: { kind: 'closed', inFlight: IN_FLIGHT, seconds }, seed }));

    const before = await peak(1);
    say(`the peak: ${before.goodput.toFixed(1)} orders a second`);
    const flooded: [string, Measured][] = [];
    for (const [n, factor] of times.entries()) {
      const rate = before.goodput * factor;
      const load = { kind: 'open', rate, orders: Math.round(rate * seconds) } as const;
      flooded.push([`${factor} times`, await measure(await blocks.place('ours', { load, seed: 10 + n }))]);
    }
    const after = await peak(2);
    process.stdout.write(`${overloadTable([['the peak', before], ...flooded, ['the peak again', after]])}\n`);
    // What the machine gives meanwhile may change.
    const wrong = [
      ...complaints((before.goodput + after.goodput) / 2, flooded),
      ...(await gate(world, 'ours', blocks.answers.get('ours') ?? [])),
    ];
    if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join('\n'));
  });
}

function summary(run: Run): Omit<Measured, 'megabytes'> {
  const { placed, closesAt, opensAt } = run;
  const isWell = answersWell('ours');
  // An order that is to be refused with 503 is not refused so by being turned away.
  const well = placed.filter((one) => isWell(one) && !isTurnedAway(one));
  const latencies = well.filter(({ payment }) => payment !== 'timed-out').map(({ latencyMs }) => latencyMs);
  const turnedAway = placed.filter(isTurnedAway).length;
  return {
    offered: (placed.length / (closesAt - opensAt)) * 1000,
    goodput: rateOf('ours', { ...run, placed: well }),
    p50: percentile(latencies, 0.5),
    p99: p99(latencies) ?? Number.NaN,
    turnedAway: turnedAway / placed.length,
    others: placed.length - well.length - turnedAway,
  };
}

function isTurnedAway({ status, code }: Placed): boolean {
  return status === 503 && code === 'overloaded';
}

function complaints(peak: number, rows: [string, Measured][]): string[] {
  const first = rows[0]?.[1].megabytes ?? Number.NaN;
  return rows.flatMap(([name, { goodput, p99: slowest, megabytes, others: wrong }]) =>
    [
      goodput < GOODPUT * peak && `${name}: ${goodput.toFixed(1)} orders a second`,
      !(slowest <= P99_MS) && `${name}: p99 ${slowest.toFixed(0)} ms`,
      megabytes > GROWTH * first && `${name}: ${megabytes.toFixed(0)} MB`,
      wrong > 0 && `${name}: ${wrong} answers that the orders do not deserve`,
    ].filter((line) => line !== false),
  );
}

function overloadTable(rows: [string, Measured][]): string {
  const head = ['orders come at', 'a second', 'answered a second', 'p50, ms', 'p99, ms', 'turned away', 'others', 'MB'];
  return table(
    head,
    rows.map(([name, measured]) => [
      name,
      measured.offered.toFixed(1),
      measured.goodput.toFixed(1),
      measured.p50.toFixed(0),
      measured.p99.toFixed(0),
      `${(measured.turnedAway * 100).toFixed(1)} %`,
      String(measured.others),
      measured.megabytes.toFixed(0),
    ]),
  );
}
