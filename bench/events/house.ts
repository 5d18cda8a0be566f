import { join } from 'node:path';
import { readSettings } from '../../bin/settings.ts';
import { ensureRing } from '../../bin/vault.ts';
import { simulatorsPlan } from '../../embedded/simulators.ts';
import { STOREFRONT_NAMES } from '../../domain/storefronts.ts';
import { prepareDatabase } from '../world/databases.ts';
import { portBlock } from '../world/ports.ts';
import { postgresPlan } from '../world/postgres.ts';
import { openSite } from '../world/site.ts';
import { HISTORY_SHARDS, TEMPORAL_PORTS } from '../world/temporal-config.ts';
import { startTemporalServer } from '../world/temporal-server.ts';
import { type Broker, type BrokerName, openBroker } from './brokers.ts';
import { Role } from './role.ts';

/** All of Order Saga, each role a process of its own, with chaos between it and the messages. */
export interface House {
  dataDir: string;
  url: string;
  databaseUrl: string;
  temporalAddress: string;
  simulatorUrl: string;
  broker: Broker;
  workers: Role[];
  consumers: Role[];
  stop(): Promise<void>;
}

export interface HouseOptions {
  broker: BrokerName;
  /** Processes of each beside an API; or everything in one process, as `npm start` has it. */
  roles: { workers: number; consumers: number } | 'together';
  /** Beside what all roles are told. */
  environment?: Readonly<Record<string, string>>;
  say: (line: string) => void;
}

export async function openHouse(options: HouseOptions): Promise<House> {
  const { say } = options;
  const site = await openSite(say);
  const { dataDir, crew } = site;
  try {
    const first = await portBlock(4 + TEMPORAL_PORTS);
    const [postgresPort, port, simulatorPort, brokerPort] = [first, first + 1, first + 2, first + 3];
    say(`Postgres, Temporal, ${options.broker} and the outside world, in ${dataDir}`);
    await crew.add(postgresPlan(dataDir, postgresPort));
    const temporalPort = first + 4;
    const temporal = { postgresPort, port: temporalPort, historyShards: HISTORY_SHARDS, dynamicConfig: {} };
    const [temporalAddress, databaseUrl, broker] = await Promise.all([
      startTemporalServer(crew, dataDir, temporal, site.signal),
      prepareDatabase(postgresPort, 'ours'),
      openBroker(options.broker, site, brokerPort),
    ]);
    site.add(() => broker.stop());
    const isApart = options.roles !== 'together';
    // `npm start` brings its own.
    if (isApart)
      await crew.add(simulatorsPlan(dataDir, { port: simulatorPort, carrier: 'auto', ...broker.simulators }));
    const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
    const env = {
      PORT: String(port),
      DATA_DIR: join(dataDir, 'house'),
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      SIMULATOR_PORT: String(simulatorPort),
      CUSTOMERS_URL: simulatorUrl,
      CARRIER_URL: simulatorUrl,
      STRIPE_URL: simulatorUrl,
      API_KEYS: JSON.stringify(KEYS),
      ...broker.environment,
      ...options.environment,
    };
    // `npm start` makes a ring by itself; a role does not.
    if (isApart) await ensureRing(readSettings(env));
    const role = (name: string, script: string) => new Role({ name, script, env, dataDir });
    const { workers: workerCount, consumers: consumerCount } =
      options.roles === 'together' ? { workers: 0, consumers: 0 } : options.roles;
    const workers = numbered(workerCount, (n) => role(`worker-${n}`, 'worker.ts'));
    const consumers = numbered(consumerCount, (n) => role(`consumers-${n}`, 'consumers.ts'));
    const api = isApart ? role('api', 'api.ts') : role('start', 'start.ts');
    for (const one of [...workers, ...consumers, api]) {
      site.add(() => one.stop());
      say(`starting ${one.name}`);
      await one.start();
    }
    const url = `http://127.0.0.1:${port}`;
    const stop = () => site.stop();
    return { dataDir, url, databaseUrl, temporalAddress, simulatorUrl, broker, workers, consumers, stop };
  } catch (error) {
    await site.giveUp();
    throw error;
  }
}

/** The load generator's. */
const KEYS = STOREFRONT_NAMES.map((storefront) => ({
  key: `bench-${storefront}`,
  name: `bench-${storefront}`,
  role: 'checkout',
  storefront,
}));

function numbered<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n + 1));
}
