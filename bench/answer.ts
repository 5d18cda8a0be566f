import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { percentile } from '../bin/replay/percentile.ts';
import type { PlaceOrder } from '../contracts/http.ts';
import { thereAndBack } from './measure/turns.ts';
import { assertEqualWork } from './equal-work.ts';
import { BENCH_KEY, startServers, type Variant, VARIANTS } from './servers.ts';
import { table } from './table.ts';

export interface AnswerOptions {
  /** Blocks of each variant. */
  pairs: number;
  /** Orders in a block. */
  block: number;
  /** Orders of each variant before anything is counted. */
  warmUp: number;
  /** Without Temporal's limit of 20 looks a second into each of its own queues. */
  unthrottled?: boolean;
}

/** One block of each variant, next to each other in time: the p50 of each, in milliseconds. */
type Pair = Record<Variant, number>;

const TITLES: Record<Variant, string> = {
  shipped: 'as shipped (eager start, one process)',
  update: 'API without a worker (Update-with-Start)',
  naive: 'five regular activities, result()',
};

/** The synchronous answer, one order at a time: ours, and the same saga written naively. */
export async function benchAnswer({ pairs, block, warmUp, unthrottled = false }: AnswerOptions): Promise<void> {
  const servers = await startServers(say, unthrottled);
  const run = randomUUID();
  const referenceOf = (variant: Variant) => `bench-${run}-${variant}`;
  const times: Record<Variant, number[]> = { shipped: [], update: [], naive: [] };
  const rounds: Pair[] = [];
  try {
    const place = (variant: Variant) => placeOrder(servers.urls[variant], referenceOf(variant));
    say(`warming up: ${warmUp} orders each`);
    for (const variant of VARIANTS) for (let n = 0; n < warmUp; n += 1) await place(variant);

    for (let pair = 0; pair < pairs; pair += 1) {
      const round: Pair = { shipped: 0, update: 0, naive: 0 };
      for (const variant of thereAndBack(VARIANTS, pair)) {
        const blockTimes: number[] = [];
        for (let n = 0; n < block; n += 1) blockTimes.push(await place(variant));
        times[variant].push(...blockTimes);
        round[variant] = percentile(blockTimes, 0.5);
      }
      rounds.push(round);
      say(`pair ${pair + 1} of ${pairs}: ${VARIANTS.map((name) => `${name} ${ms(round[name])}`).join(', ')}`);
    }
    const work = await assertEqualWork(servers.databaseUrl, referenceOf);
    process.stdout.write(
      `${answerTable(times, rounds)}\n${method({ pairs, block, warmUp, unthrottled })}\nEach order: ${work}\n`,
    );
  } finally {
    await servers.stop();
  }
}

/** From the request to the last byte of its answer, in milliseconds. */
async function placeOrder(url: string, reference: string): Promise<number> {
  const order: PlaceOrder = {
    customerId: 'cus_bench',
    reference,
    currency: 'USD',
    lines: [{ sku: 'CD', quantity: 1, unitPrice: 1299 }],
    payment: { method: 'pm_card_visa' },
    shippingAddress: { name: 'B. Bench', line1: '1 Main St', city: 'Springfield', country: 'US' },
  };
  const body = JSON.stringify(order);
  const headers = {
    Authorization: `Bearer ${BENCH_KEY}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
  };
  const begun = performance.now();
  const response = await fetch(`${url}/v1/orders`, { method: 'POST', headers, body });
  const text = await response.text();
  const taken = performance.now() - begun;
  if (response.status !== 201) throw new Error(`${url} answered ${response.status}: ${text}`);
  return taken;
}

function answerTable(times: Record<Variant, number[]>, rounds: readonly Pair[]): string {
  const rows = VARIANTS.map((variant) => {
    const ratios = rounds.map((round) => round[variant] / round.naive);
    return [
      TITLES[variant],
      ...[0.5, 0.9, 0.99].map((share) => ms(percentile(times[variant], share))),
      ...(variant === 'naive'
        ? ['', '', '']
        : [percentile(ratios, 0.5), Math.min(...ratios), Math.max(...ratios)].map(times1)),
    ];
  });
  return table(['the answer', 'p50', 'p90', 'p99', 'to naive, median', 'least', 'most'], rows);
}

function method({ pairs, block, warmUp, unthrottled }: AnswerOptions): string {
  const load = loadavg().map((value) => value.toFixed(1));
  return (
    `One order at a time over HTTP, CARRIER=off, payment latency 0; ${warmUp} orders each to warm up, then ${pairs} rounds ` +
    `of a block of ${block} orders each, there and back. Ratios are of the p50s of one round. ` +
    `Temporal ${unthrottled === true ? 'without its limit of 20 looks a second' : 'as npm start runs it'}. Node ${process.versions.node}, load ${load.join(' ')}.`
  );
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
const times1 = (ratio: number) => ratio.toFixed(3);

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
