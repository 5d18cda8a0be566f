import postgres from 'postgres';
import type { MessagingService } from '../messaging/port.ts';
import { QUEUE_NAMES } from '../messaging/topology.ts';
import { startSmtp } from '../test/support/smtp.ts';
import { startGenerator } from './load/control.ts';
import { p99, percentile } from './load/statistics.ts';
import type { BrokerName } from './events/brokers.ts';
import { bookingBooks } from './events/bookings.ts';
import { cancelSome, carrierAway } from './events/customers.ts';
import { answerViolations, WAIT } from './events/expected.ts';
import { openHouse } from './events/house.ts';
import { killThrough } from './events/kills.ts';
import { mailBooks } from './events/mails.ts';
import { opsViolations } from './events/ops.ts';
import { untilQuiet } from './events/quiet.ts';
import { verify } from './events/verify.ts';
import { stockViolations, warehouse } from './events/warehouse.ts';
import { progress } from './say.ts';

export interface ChaosOptions {
  broker: BrokerName;
  orders: number;
  rate: number;
  relayKills: number;
  consumerKills: number;
  seed: number;
}

const EXAMPLES = 30;
const CANCELED_ONE_IN = 20;
const CARRIER_AWAY_SECONDS = 60;

/**
 * Orders while messages come twice, late and out of order, batches fail in part, and workers and consumers are killed;
 * then everything is held against everything. Throws when anything is wrong, after all is written.
 */
export async function benchChaos(options: ChaosOptions): Promise<void> {
  const { orders, rate, seed } = options;
  const say = progress();
  const smtp = await startSmtp();
  const environment = { SMTP_URL: smtp.url, MAIL_FROM: 'Shop <orders@shop.example>' };
  const house = await openHouse({ broker: options.broker, roles: { workers: 2, consumers: 2 }, environment, say });
  const sql = postgres(house.databaseUrl, { max: 2, onnotice: () => undefined });
  const generator = await startGenerator();
  try {
    house.broker.rage(seed);
    say(`${orders} orders, ${rate} a second`);
    const load = { kind: 'open' as const, rate, orders };
    const running = generator.run({ url: house.url, load, seed, keys: `chaos-${seed}`, persist: true, emails: true });
    const kills = { relay: options.relayKills, consumers: options.consumerKills };
    const seconds = orders / rate;
    const enough = new AbortController();
    const canceling = cancelSome(house.url, sql, CANCELED_ONE_IN, enough.signal);
    const [{ placed }, killed, moved] = await Promise.all([
      running.finally(() => enough.abort()),
      killThrough(house, kills, seconds, say),
      warehouse(house.broker.publisher, Math.ceil(orders / 10), seconds),
      carrierAway(house.simulatorUrl, seconds / 3, Math.min(CARRIER_AWAY_SECONDS, seconds / 3)),
    ]);
    const canceled = await canceling;
    say('waiting until nothing is on its way any more');
    const begun = performance.now();
    const left = await untilQuiet(house, sql, say);
    const quietAfterMs = performance.now() - begun;
    house.broker.calm();
    const mails = await mailBooks(sql, smtp);
    const bookings = await bookingBooks(sql, house.dataDir);
    const violations = [
      ...(await verify(house, sql)),
      ...(await stockViolations(sql, moved)),
      ...(await opsViolations(house.databaseUrl)),
      ...bookings.violations,
      ...(await answerViolations(sql, placed)),
      ...mails.violations,
    ];
    if (left.outbox + left.messages + left.deadLetters + left.orders > 0) {
      violations.unshift(`left: ${JSON.stringify(left)}`, ...(await whyDead(house.broker.messaging)));
    }
    const latencies = placed.map(({ latencyMs }) => latencyMs);
    const [events] = await sql<{ count: number }[]>`select sum(public_sequence)::integer as count from orders`;
    const result = {
      broker: options.broker,
      orders: placed.length,
      decidedLater: placed.filter(({ status }) => WAIT.includes(status)).length,
      canceledByCustomers: canceled,
      leftAllTheSame: bookings.crossed,
      killed,
      chaos: house.broker.done(),
      publicEvents: events?.count,
      heardWithRepeats: house.broker.audit.messages(),
      mails: { sent: mails.sent, unknown: mails.unknown },
      answerP50Ms: Math.round(percentile(latencies, 0.5)),
      answerP99Ms: p99(latencies) === null ? null : Math.round(p99(latencies) ?? 0),
      quietAfterSeconds: Math.round(quietAfterMs / 1000),
      violations: violations.length,
    };
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    if (violations.length === 0) return;
    throw new Error([...violations.slice(0, EXAMPLES), `${violations.length} violations`].join('\n'));
  } finally {
    await generator.stop();
    await sql.end({ timeout: 1 });
    await house.stop();
    await smtp.stop();
  }
}

/** The reasons of dead letters, a few of each queue. */
async function whyDead({ deadLetters }: MessagingService): Promise<string[]> {
  const lists = await Promise.all(QUEUE_NAMES.map((queue) => deadLetters.list(queue)));
  return lists.flatMap((letters) =>
    letters
      .slice(0, 3)
      .map(({ queue, eventType, receives, reason }) => `${queue}: ${eventType} ${receives}: ${reason}`),
  );
}
