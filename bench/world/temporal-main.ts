import { Command } from 'commander';
import { z } from 'zod';
import { portBlock } from './ports.ts';
import { postgresPlan, urlOf } from './postgres.ts';
import { openSite } from './site.ts';
import { HISTORY_SHARDS, pprofPort, TEMPORAL_PORTS } from './temporal-config.ts';
import { startTemporalServer } from './temporal-server.ts';

/** Postgres and Temporal's server as the bench runs them, for a profile or a try, until SIGTERM. */
const program = new Command('temporal-main')
  .option('--postgres-port <port>')
  .option('--temporal-port <port>', `the first of ${TEMPORAL_PORTS}`)
  .option('--shards <n>', 'history shards', String(HISTORY_SHARDS))
  .option('--dynamic <json>', 'dynamic config, over what the bench sets', '{}')
  .parse();
const port = z.coerce.number().int().positive();
const options = z
  .object({
    postgresPort: port.optional(),
    temporalPort: port.optional(),
    shards: port,
    dynamic: z.string().transform((text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text))),
  })
  .parse(program.opts());

const say = (line: string) => void process.stderr.write(`${line}\n`);
const site = await openSite(say);
try {
  const { dataDir, crew, signal } = site;
  const postgresPort = options.postgresPort ?? (await portBlock(1));
  const temporalPort = options.temporalPort ?? (await portBlock(TEMPORAL_PORTS));
  await crew.add(postgresPlan(dataDir, postgresPort));
  const config = { postgresPort, port: temporalPort, historyShards: options.shards, dynamicConfig: options.dynamic };
  const temporalAddress = await startTemporalServer(crew, dataDir, config, signal);
  const addresses = {
    temporalAddress,
    postgresUrl: urlOf(postgresPort, 'postgres'),
    pprof: `http://127.0.0.1:${pprofPort(temporalPort)}/debug/pprof/`,
    dataDir,
    pids: Object.fromEntries(crew.parts.map(({ name, pid }) => [name, pid])),
  };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
  const { name } = await crew.exited;
  throw new Error(`${name} has ended: see ${dataDir}/logs`);
} catch (error) {
  await site.giveUp();
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
