import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_SKU, type Batch } from './replay/order-request.ts';
import { ReplayError } from './replay/problem.ts';
import { showProgress } from './replay/progress.ts';
import { type Purchase, readPurchases } from './replay/purchases.ts';
import { reportTable, type Run, verdict } from './replay/report.ts';
import { sendAll, type Sent } from './replay/send.ts';
import { Retryable, Shop } from './replay/shop.ts';
import { readStanding } from './replay/standing.ts';

interface Options {
  url: string;
  key: string;
  concurrency: number;
  sku: string;
}

/** `npm run replay -- FILE`: the purchases of a CDNOW file as orders, and whether all of them arrived. */
const program = new Command('replay')
  .description('Sends the purchases of a CDNOW file through the running API, and compares sums with the database.')
  .argument('<file>', 'one purchase a line: customer, customer in the sample, YYYYMMDD, units, dollars')
  .option('--url <url>', 'the API', parseUrl, 'http://127.0.0.1:3000')
  .option('--key <key>', 'API key of a checkout that sells in USD', 'dev-us')
  .option('--concurrency <n>', 'orders on their way at a time', parseConcurrency, 16)
  .option('--sku <sku>', 'what they bought; it must be in stock', DEFAULT_SKU)
  .action(async (file: string, options: Options) => {
    process.exitCode = await replay(file, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ReplayError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

/** @returns the exit code: 0 when every purchase has its order and the sums agree */
async function replay(file: string, { url, key, concurrency, sku }: Options): Promise<number> {
  const { digest, purchases } = await readPurchases(file);
  const batch: Batch = { digest, sku };
  const shop = new Shop(url, key);
  await knock(shop, url);

  const stopped = stopOnSignals();
  const sent: Sent[] = [];
  const progress = showProgress(purchases.length);
  const begun = performance.now();
  try {
    await sendAll(purchases, {
      shop,
      batch,
      concurrency,
      signal: stopped,
      onSent: (one) => {
        sent.push(one);
        progress.advance();
      },
    });
  } catch (error) {
    progress.stop();
    if (sent.length > 0) say(howFar(sent, purchases));
    throw error;
  }
  const run: Run = { purchases, sent, elapsedMs: performance.now() - begun };
  progress.stop();
  if (stopped.aborted) {
    say(`Stopped. ${howFar(sent, purchases)}`);
    return 1;
  }

  const standing = await readStanding(shop, batch, purchases);
  process.stdout.write(`${reportTable(run, standing)}\n`);
  const differs = verdict(run, standing);
  if (differs !== null) say(differs);
  return differs === null ? 0 : 1;
}

/** One look before anything is sent. */
async function knock(shop: Shop, url: string): Promise<void> {
  try {
    await shop.listOrders(1, null);
  } catch (error) {
    throw error instanceof Retryable ? new ReplayError(`${error.message}: is \`npm start\` running at ${url}?`) : error;
  }
}

/** The first Ctrl-C lets what is on its way end, the second one does not wait for it. */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(1);
      stop.abort();
    });
  }
  return stop.signal;
}

function howFar(sent: readonly Sent[], purchases: readonly Purchase[]): string {
  return `${sent.length} of ${purchases.length} orders are decided. The same command goes on from there, and doubles none.`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function parseConcurrency(text: string): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 1000) throw new InvalidArgumentError('a whole number from 1 to 1000.');
  return number;
}

function parseUrl(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) throw new InvalidArgumentError('an http:// or https:// URL.');
  return text.replace(/\/+$/, '');
}
