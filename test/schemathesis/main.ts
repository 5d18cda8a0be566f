import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { freePort } from '../../embedded/ports.ts';
import { end, launch, untilReady } from '../support/stack-process.ts';
import { documentFor } from './document.ts';
import { findSchemathesis } from './environment.ts';
import { successes } from './reached.ts';

/**
 * `npm run check:api`: the whole shop against schemathesis, as a checkout and as an operator. Exits with 1 where it finds
 * something, or where an operation never succeeded. Needs Python 3; what follows `--` goes to schemathesis.
 */
const schemathesis = await findSchemathesis();
const folder = await mkdtemp(join(tmpdir(), 'order-saga-schemathesis-'));
const settings = ['PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'AWS_PORT', 'SIMULATOR_PORT'] as const;
const ports: Record<string, string> = {};
for (const name of settings) ports[name] = String(await freePort());
const url = `http://127.0.0.1:${ports['PORT']}`;
const carrierSecret = `whsec_${randomBytes(32).toString('base64')}`;
const app = launch({
  ...ports,
  DATA_DIR: folder,
  CARRIER: 'off',
  CARRIER_WEBHOOK_SECRETS: carrierSecret,
  LOG_LEVEL: 'info',
  LIVE_STREAM_MS: '200',
  // Beside a fuzzer, and with fifty endpoints that are told of everything, a development server may take its time.
  ANSWER_DEADLINE_MS: '50000',
});
try {
  await untilReady(app);
  const reached = new Map<string, number>();
  for (const key of ['dev-us', 'dev-ops']) {
    for (const isOrdinary of [false, true]) {
      if ((await run({ key, isOrdinary }, reached)) !== 0) process.exitCode = 1;
    }
  }
  for (const [name, count] of reached) process.stdout.write(`${name} succeeded ${count} times\n`);
  if ([...reached.values()].includes(0)) process.exitCode = 1;
} finally {
  await end(app, folder, ['SIGTERM']);
  await rm(folder, { recursive: true, force: true });
}

/**
 * By the document as it stands in all phases; `isOrdinary`: in the stateful one, of orders that are confirmed.
 * @returns how schemathesis ended
 */
async function run({ key, isOrdinary }: { key: string; isOrdinary: boolean }, reached: Map<string, number>) {
  const document = join(folder, `openapi-${key}.json`);
  const log = join(folder, 'logs', 'app.log');
  const shop = {
    url,
    temporalAddress: `127.0.0.1:${ports['TEMPORAL_PORT']}`,
    awsEndpoint: `http://127.0.0.1:${ports['AWS_PORT']}`,
  };
  await writeFile(document, JSON.stringify(await documentFor(shop, { isOrdinary })));
  const before = await successes(log);
  const config = join(import.meta.dirname, 'schemathesis.toml');
  const options = ['--config-file', config, 'run', document, '--url', url, '--checks', 'all', '--continue-on-failure'];
  if (isOrdinary) options.push('--phases', 'stateful', '--mode', 'positive', '--max-examples', '50');
  const { exitCode } = await execa(schemathesis, [...options, ...process.argv.slice(2)], {
    env: {
      API_KEY: key,
      CARRIER_WEBHOOK_SECRET: carrierSecret,
      SCHEMATHESIS_HOOKS: join(import.meta.dirname, 'hooks.py'),
    },
    cwd: folder,
    stdio: 'inherit',
    reject: false,
  });
  for (const [name, count] of await successes(log))
    reached.set(name, (reached.get(name) ?? 0) + count - (before.get(name) ?? 0));
  return exitCode;
}
