import { Command, InvalidArgumentError, Option } from 'commander';
import { type AnswerOptions, benchAnswer } from './answer.ts';
import { benchChaos, type ChaosOptions } from './chaos.ts';
import { benchCheck, CHECKED, type CheckOptions } from './check.ts';
import { benchCompare, type CompareOptions } from './compare.ts';
import { benchExport, type ExportOptions } from './export.ts';
import { benchFair, type FairOptions } from './fair.ts';
import { benchFlat, type FlatOptions } from './flat.ts';
import { benchHotSku, type HotSkuOptions } from './hot-sku.ts';
import { benchKill, type KillOptions } from './kill.ts';
import { benchOutage, type OutageOptions } from './outage.ts';
import { benchOverload, type OverloadOptions } from './overload.ts';
import { benchPartitions, type PartitionOptions } from './scale/partitions.ts';
import { benchRelay, type RelayOptions } from './relay.ts';
import { benchReport, type ReportOptions } from './report.ts';
import { BROKERS } from './events/brokers.ts';
import { isServer, type Server, SERVERS } from './results.ts';
import { benchSweep, type SweepOptions } from './sweep.ts';
import { isLatency, LATENCIES, type Latency } from './world/stub-latency.ts';
import type { PeerName } from './world/world.ts';

/** `npm run bench -- <what>`. */
const program = new Command('bench').description('Measurements on the embedded stack; bench/README.md says how.');

program
  .command('answer')
  .description('The synchronous answer, one order at a time, beside the same saga written naively')
  .option('--pairs <n>', 'blocks of each', parseCount, 10)
  .option('--block <n>', 'orders in a block', parseCount, 30)
  .option('--warm-up <n>', 'orders of each before anything is counted', parseCount, 60)
  .option('--unthrottled', "lift Temporal's limit of 20 looks a second into each of its own queues")
  .action((options: AnswerOptions) => benchAnswer(options));

program
  .command('chaos')
  .description(
    'Orders while messages repeat, delay and fail, and workers and consumers are killed: a quarter of an hour',
  )
  .addOption(new Option('--broker <name>').choices(BROKERS).default(BROKERS[0]))
  .option('--orders <n>', 'in all', parseCount, 5_000)
  .option('--rate <n>', 'orders a second', parseCount, 12)
  .option('--relay-kills <n>', "kill -9 of the relay's worker", parseCount, 10)
  .option('--consumer-kills <n>', 'kill -9 of a process of consumers', parseCount, 20)
  .option('--seed <n>', 'of orders and chaos', parseCount, 1)
  .action((options: ChaosOptions) => benchChaos(options));

program
  .command('check')
  .description('The ratios that must not get worse, in one run of at most ten minutes')
  .option('--json <file>', 'where the ratios go, each with median, low and high')
  .option('--pairs <n>', 'blocks of each', parseCount, 3)
  .option('--seconds <n>', 'of a block', parseCount, 10)
  .option('--peers <names>', `some of ${CHECKED.join(',')}: to try it out`, parsePeers, [...CHECKED])
  .action((options: CheckOptions) => benchCheck(options));

program
  .command('compare')
  .description('All columns of the report, beside both Temporal servers: hours')
  .option('--servers <names>', `of ${SERVERS.join(',')}`, parseServers, [...SERVERS])
  .option('--latencies <names>', `of the provider, of ${LATENCIES.join(',')}; the others stay`, parseLatencies, [
    ...LATENCIES,
  ])
  .option('--pairs <n>', 'rounds', parseCount, 5)
  .option('--seconds <n>', 'of a block', parseCount, 10)
  .option('--rates <list>', 'orders a second, open loop; none', parseRates, [5, 10, 20, 40])
  .option('--samples <n>', 'orders at each rate, all rounds together', parseCount, 1_020)
  .option('--no-closed', 'without the closed loops: one and sixteen in flight')
  .option('--no-held', 'without the search for the highest held rate')
  .option('--out <folder>', 'where the raw results go (default: bench/results)')
  .action((options: CompareOptions) => benchCompare(options));

program
  .command('export')
  .description('A million orders in one answer, as NDJSON and as CSV: a quarter of an hour')
  .option('--orders <n>', 'in the shop', parseSize, 1_000_000)
  .action((options: ExportOptions) => benchExport(options));

program
  .command('fair')
  .description("What one storefront's flood does to the p99 of the others")
  .option('--pairs <n>', 'blocks of each', parseCount, 5)
  .option('--share <n>', 'orders a second of each storefront', parseCount, 5)
  .option('--flood <n>', 'times its share', parseCount, 10)
  .action((options: FairOptions) => benchFair(options));

program
  .command('hot-sku')
  .description('The rate with a fifth of the orders, and with all of them, on one SKU beside orders spread evenly')
  .option('--pairs <n>', 'blocks of each', parseCount, 6)
  .option('--seconds <n>', 'of a block', parseCount, 10)
  .option('--in-flight <n>', 'orders at the same time', parseCount, 16)
  .action((options: HotSkuOptions) => benchHotSku(options));

program
  .command('kill')
  .description('kill -9 of ours at every point of an order; then all answers against what stands: a quarter of an hour')
  .option('--times <n>', 'kills, at least', parseCount, 200)
  .option('--in-flight <n>', 'orders under way at each', parseCount, 8)
  .option('--only <text>', 'only steps whose name holds this: to try it out', '')
  .action((options: KillOptions) => benchKill(options));

program
  .command('flat')
  .description('What an order costs with a million stored and 100,000 workflows open: twenty minutes')
  .option('--orders <n>', 'stored in the large shop', parseSize, 1_000_000)
  .option('--workflows <n>', 'open in the large shop', parseSize, 100_000)
  .option('--few <n>', 'orders stored in the small shop', parseSize, 1_000)
  .option('--pairs <n>', 'blocks of each', parseCount, 5)
  .option('--seconds <n>', 'of a block', parseCount, 10)
  .option('--warm-up <n>', 'seconds of orders in each shop before anything is counted', parseCount, 120)
  .option('--json <file>', 'where the raw results go')
  .action((options: FlatOptions) => benchFlat(options));

program
  .command('outage')
  .description('SNS and SQS gone for a while under load: what answers take, and how long the events take afterwards')
  .addOption(new Option('--broker <name>').choices(BROKERS).default(BROKERS[0]))
  .option('--seconds <n>', 'of the outage, and of the usual beside it', parseCount, 60)
  .option('--rate <n>', 'orders a second', parseCount, 20)
  .option('--pairs <n>', 'of both', parseCount, 1)
  .action((options: OutageOptions) => benchOutage(options));

program
  .command('overload')
  .description('Orders that come faster than they can be taken up: two minutes')
  .option('--seconds <n>', 'of a block', parseCount, 30)
  .option('--times <list>', 'the peak', parseCounts, [1, 3])
  .action((options: OverloadOptions) => benchOverload(options));

program
  .command('partitions')
  .description(
    'order_events in parts by month beside one table: what is written, read, and what it takes for a month to leave',
  )
  .option('--orders <n>', 'stored', parseSize, 100_000)
  .action((options: PartitionOptions) => benchPartitions(options));

program
  .command('relay')
  .description('A backlog of 100,000 events, and the way from a commit to the handler: five minutes')
  .option('--events <n>', 'in the backlog', parseSize, 100_000)
  .option('--relays <list>', 'that share it, all in one process: one after the other', parseCounts, [1, 4])
  .option('--rate <n>', 'orders a second', parseCount, 50)
  .option('--seconds <n>', 'of orders', parseCount, 60)
  .action((options: RelayOptions) => benchRelay(options));

program
  .command('sweep')
  .description("What the worker's and the shop's settings do, each at some values beside the default: half an hour")
  .option('--pairs <n>', 'blocks of each', parseCount, 3)
  .option('--seconds <n>', 'of a block with 16 in flight; half of it with one', parseCount, 10)
  .option('--only <text>', 'only settings whose name holds this', '')
  .action((options: SweepOptions) => benchSweep(options));

program
  .command('report')
  .description('REPORT.md and its plots, of the raw results')
  .option('--from <folder>', 'the raw results (default: bench/results)')
  .option('--to <folder>', 'where the report goes (default: bench)')
  .option('--readme <file>', 'put the short table between its markers there')
  .action((options: ReportOptions) => benchReport(options));

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function parseCount(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1) throw new InvalidArgumentError('a whole number from 1.');
  return number;
}

function parseSize(text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw new InvalidArgumentError('a whole number.');
  return Number(text);
}

function parseRates(text: string): number[] {
  if (text === 'none') return [];
  return parseCounts(text);
}

function parseCounts(text: string): number[] {
  return text.split(',').map(parseCount);
}

function parseServers(text: string): Server[] {
  const names = text.split(',').filter(isServer);
  if (names.join(',') !== text) throw new InvalidArgumentError(`names of ${SERVERS.join(', ')}.`);
  return names;
}

function parseLatencies(text: string): Latency[] {
  const names = text.split(',').filter(isLatency);
  if (names.join(',') !== text) throw new InvalidArgumentError(`names of ${LATENCIES.join(', ')}.`);
  return names;
}

function parsePeers(text: string): PeerName[] {
  const names = CHECKED.filter((name) => text.split(',').includes(name));
  if (!names.includes('ours')) throw new InvalidArgumentError(`ours, and some of ${CHECKED.join(', ')}.`);
  return names;
}
