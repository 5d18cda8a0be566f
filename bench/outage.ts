import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type BrokerName } from './events/brokers.ts';
import { notAsExpected } from './events/expected.ts';
import { openHouse } from './events/house.ts';
import { untilQuiet } from './events/quiet.ts';
import { verify } from './events/verify.ts';
import { startGenerator } from './load/control.ts';
import type { Placed } from './load/messages.ts';
import { percentile } from './load/statistics.ts';
import { progress } from './say.ts';

export interface OutageOptions {
  broker: BrokerName;
  seconds: number;
  rate: number;
  pairs: number;
}

const WARM_UP_SECONDS = 30;

/**
 * The messages' transport gone for a while under load, beside the same load with it: what an answer takes, and how long
 * the events take to be out once it is back.
 */
export async function benchOutage({ broker, seconds, rate, pairs }: OutageOptions): Promise<void> {
  const say = progress();
  const house = await openHouse({ broker, roles: 'together', say });
  const sql = postgres(house.databaseUrl, { max: 2, onnotice: () => undefined });
  const generator = await startGenerator();
  let runs = 0;
  const load = async (forSeconds: number) => {
    runs += 1;
    const orders = Math.round(forSeconds * rate);
    const job = { url: house.url, seed: runs, keys: `outage-${runs}`, load: { kind: 'open' as const, rate, orders } };
    return (await generator.run(job)).placed;
  };
  try {
    await load(WARM_UP_SECONDS);
    for (let n = 1; n <= pairs; n += 1) {
      say(`pair ${n}: ${seconds} s as usual`);
      const usual = await load(seconds);
      say(`pair ${n}: ${seconds} s without ${broker}`);
      house.broker.down();
      const without = await load(seconds);
      house.broker.up();
      const [backlog] = await sql<{ count: number }[]>`select count(*)::integer as count from outbox`;
      const outAfterSeconds = await untilOut(sql);
      process.stdout.write(
        `${JSON.stringify({ usual: figures(usual), without: figures(without), ratioP99: ratio(without, usual), backlog: backlog?.count, outAfterSeconds })}\n`,
      );
    }
    const left = await untilQuiet(house, sql, say);
    const violations = await verify(house, sql);
    process.stdout.write(`${JSON.stringify({ left, violations: violations.length })}\n`);
    if (violations.length > 0) throw new Error(violations.slice(0, 20).join('\n'));
  } finally {
    await generator.stop();
    await sql.end({ timeout: 1 });
    await house.stop();
  }
}

/** Until all that had happened by now is published: what happens meanwhile does not count. */
async function untilOut(sql: postgres.Sql): Promise<number> {
  const begun = performance.now();
  const [newest] = await sql<{ at: Date }[]>`select now() as at`;
  for (;;) {
    const [left] = await sql<{ count: number }[]>`
      select count(*)::integer as count from outbox where created_at <= ${newest?.at ?? new Date()}`;
    if (left?.count === 0) return Math.round((performance.now() - begun) / 100) / 10;
    await sleep(100);
  }
}

function figures(placed: readonly Placed[]) {
  const latencies = placed.map(({ latencyMs }) => latencyMs);
  return {
    orders: placed.length,
    p50: Math.round(percentile(latencies, 0.5)),
    p99: Math.round(percentile(latencies, 0.99)),
    notAsExpected: notAsExpected(placed).length,
  };
}

function ratio(ours: readonly Placed[], usual: readonly Placed[]): number {
  return Math.round((figures(ours).p99 / figures(usual).p99) * 100) / 100;
}
