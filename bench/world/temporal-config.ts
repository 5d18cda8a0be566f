import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { POSTGRES_USER } from './postgres-settings.ts';

export const DATABASE = 'temporal';
export const VISIBILITY_DATABASE = 'temporal_visibility';
export const PLUGIN = 'postgres12_pgx';

/**
 * Fixed for the life of a cluster; Temporal's own advice begins at some hundreds. What a shard does, it does one by
 * one: it writes one change at a time (history.shardIOConcurrency), and looks for new transfer, timer and visibility
 * tasks at most 20 times a second (history.transferProcessorMaxPollRPS and its like). With 4 shards, five regular
 * activities an order run into both at some ten orders a second, as no cluster in earnest would; with 64 the limits
 * stay at the server's defaults and are far away. With 512 an order took about a quarter more of the server's CPU on
 * two cores.
 */
export const HISTORY_SHARDS = 64;

/** How many ports the server takes, from its frontend's port on. */
export const TEMPORAL_PORTS = 10;

export interface TemporalConfig {
  postgresPort: number;
  /** The frontend's; the following TEMPORAL_PORTS - 1 are the server's too, the last of them pprof's. */
  port: number;
  historyShards: number;
  /** Beside DYNAMIC_CONFIG, or in place of what it says: for a sweep. */
  dynamicConfig?: Readonly<Record<string, unknown>>;
}

/**
 * What somebody would set who runs this server on one machine for its speed; all else is the server's default, also the
 * four partitions of a task queue.
 */
export const DYNAMIC_CONFIG: Readonly<Record<string, unknown>> = {
  // On by default in this version; written down because the comparison stands on them.
  'system.enableEagerWorkflowStart': true,
  'system.enableActivityEagerExecution': true,
  'frontend.enableUpdateWorkflowExecution': true,
  // Calls a second, meant to share a cluster among strangers. Two cores do not reach the defaults (2,400 for the
  // frontend, 1,200 for matching, 3,000 for history), a larger machine would, and it is the machine that is measured.
  'frontend.rps': 100_000,
  'frontend.namespaceRPS': 100_000,
  'matching.rps': 100_000,
  'history.rps': 100_000,
  'frontend.persistenceMaxQPS': 100_000,
  'matching.persistenceMaxQPS': 100_000,
  'history.persistenceMaxQPS': 100_000,
};

/** Writes the server's two files into `folder`; gives back the path of the first. JSON is YAML. */
export function writeTemporalConfig(folder: string, config: TemporalConfig): string {
  mkdirSync(folder, { recursive: true });
  const dynamicFile = join(folder, 'dynamic-config.yaml');
  const dynamic = Object.entries({ ...DYNAMIC_CONFIG, ...config.dynamicConfig });
  writeFileSync(dynamicFile, pretty(Object.fromEntries(dynamic.map(([name, value]) => [name, [{ value }]]))));
  const file = join(folder, 'server.yaml');
  writeFileSync(file, pretty(serverConfig(config, dynamicFile)));
  return file;
}

const pretty = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

function serverConfig({ postgresPort, port, historyShards }: TemporalConfig, dynamicFile: string) {
  const store = (databaseName: string, maxConns: number) => ({
    sql: {
      pluginName: PLUGIN,
      databaseName,
      connectAddr: `127.0.0.1:${postgresPort}`,
      connectProtocol: 'tcp',
      user: POSTGRES_USER,
      password: POSTGRES_USER,
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  });
  const service = (offset: number) => ({
    rpc: { grpcPort: port + offset, membershipPort: port + offset + 1, bindOnLocalHost: true },
  });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: historyShards,
      datastores: { default: store(DATABASE, 20), visibility: store(VISIBILITY_DATABASE, 10) },
    },
    // No metrics: Prometheus is not what is measured, and the other engines run without it too.
    global: {
      membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' },
      pprof: { port: pprofPort(port), host: '127.0.0.1' },
    },
    services: { frontend: service(0), matching: service(2), history: service(4), worker: service(6) },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${port}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: `127.0.0.1:${port}` },
    dynamicConfigClient: { filepath: dynamicFile, pollInterval: '60s' },
  };
}

/** Go's profiles of the server: http://127.0.0.1:<port>/debug/pprof/. Costs nothing while nobody asks. */
export const pprofPort = (port: number) => port + TEMPORAL_PORTS - 1;
