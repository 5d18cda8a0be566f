import { findTemporalCli } from '../../embedded/temporal-cli.ts';
import { temporalPlan } from '../../embedded/temporal.ts';
import { connectCounters, type Usage } from './counters.ts';
import { prepareDatabase } from './databases.ts';
import { ensureDependencies } from './dependencies.ts';
import type { LedgerEntry } from './ledger.ts';
import { type PeerName, PEERS, PORTS_EACH } from './peers.ts';
import { portBlock } from './ports.ts';
import { postgresPlan } from './postgres.ts';
import { RunningPeer } from './running-peer.ts';
import { openSite, type Site } from './site.ts';
import { putLatency, readLedger, stubPlan } from './stub-client.ts';
import type { Latency } from './stub-latency.ts';
import { HISTORY_SHARDS, TEMPORAL_PORTS } from './temporal-config.ts';
import { startTemporalServer } from './temporal-server.ts';

export type { Usage } from './counters.ts';
export type { LedgerEntry } from './ledger.ts';
export type { PeerName } from './peers.ts';

export interface World {
  url(peer: PeerName): string;
  databaseUrl(peer: PeerName): string;
  temporalAddress: string;
  /** Cumulative counters; the difference of two is a block. */
  usage(peer: PeerName): Promise<Usage>;
  /** `kill -9` of main.ts and its children, started again; resolves when it takes orders. */
  crash(peer: PeerName): Promise<void>;
  /** Ends main.ts and starts it with that in its environment, beside what every peer is told; resolves when it takes orders. */
  restart(peer: PeerName, environment: Readonly<Record<string, string>>): Promise<void>;
  /** Also begins its sequence of latencies anew: blocks that each set it meet the same ones. */
  setPaymentLatency(kind: Latency): Promise<void>;
  /** Of the stub: every movement of money, of all peers. */
  ledger(): Promise<LedgerEntry[]>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  peers: readonly PeerName[];
  /** Temporal's own server on the Postgres of the run, or the dev server of `npm start` with SQLite. */
  temporal: 'postgres' | 'dev';
  say: (line: string) => void;
  /** Where main.ts is, of peers that are not started from their own folder. */
  folders?: Partial<Record<PeerName, string>>;
  /** What Temporal's own server is told beside what it is always told here. */
  dynamicConfig?: Readonly<Record<string, unknown>>;
}

/**
 * One Postgres, one Temporal, the outside world, and the peers, each with a database of its own. Takes everything down
 * again when it fails on the way, and on SIGINT, SIGTERM and SIGHUP, which then end this process.
 *
 * @throws an Error whose message is one line
 */
export async function startWorld({
  peers,
  temporal,
  say,
  folders = {},
  dynamicConfig = {},
}: WorldOptions): Promise<World> {
  const folderOf = (peer: PeerName) => folders[peer] ?? PEERS[peer].folder;
  for (const peer of peers) await ensureDependencies(folderOf(peer), say);
  const site = await openSite(say);
  const { dataDir, crew } = site;
  try {
    const ports = await choosePorts(peers);
    say(`Postgres, Temporal (${temporal}) and the outside world, in ${dataDir}`);
    await crew.add(postgresPlan(dataDir, ports.postgres));
    const [temporalAddress, databaseUrls] = await Promise.all([
      startTemporal(site, temporal, ports, dynamicConfig),
      Promise.all(peers.map((peer) => prepareDatabase(ports.postgres, peer))),
      crew.add(
        stubPlan(
          dataDir,
          ports.peers.map(({ peer, outside }) => ({ peer, port: outside })),
        ),
      ),
    ]);

    const running = new Map<PeerName, RunningPeer>();
    for (const [n, { peer, port, outside }] of ports.peers.entries()) {
      const outsideUrl = localUrl(outside);
      const databaseUrl = databaseUrls[n] ?? '';
      const one = new RunningPeer(peer, {
        folder: folderOf(peer),
        dataDir,
        port,
        databaseUrl,
        temporalAddress,
        outsideUrl,
      });
      running.set(peer, one);
      site.add(() => one.stop());
      say(`starting ${peer}`);
      await one.start();
    }
    const counters = connectCounters(dataDir, ports.postgres, {
      temporal: pidOf(site, 'temporal'),
      stub: pidOf(site, 'stub'),
    });
    site.add(() => counters.close());
    void crew.exited.then(({ name }) => say(`${name} has ended: ${dataDir}/logs/${name}.log says why`));

    const one = (peer: PeerName) => running.get(peer) ?? missing(peer);
    const stubUrl = localUrl(ports.peers[0]?.outside ?? 0);
    return {
      url: (peer) => one(peer).url,
      databaseUrl: (peer) => one(peer).databaseUrl,
      temporalAddress,
      usage: (peer) => counters.read(one(peer)),
      crash: (peer) => one(peer).crash(),
      restart: (peer, environment) => one(peer).restart(environment),
      setPaymentLatency: (kind) => putLatency(stubUrl, kind),
      ledger: () => readLedger(stubUrl),
      stop: () => site.stop(),
    };
  } catch (error) {
    await site.giveUp();
    throw error;
  }
}

interface Ports {
  postgres: number;
  temporal: number;
  peers: { peer: PeerName; port: number; outside: number }[];
}

/** All of them in one piece, so that none is given out twice. */
async function choosePorts(peers: readonly PeerName[]): Promise<Ports> {
  const each = PORTS_EACH + 1;
  const first = await portBlock(1 + TEMPORAL_PORTS + peers.length * each);
  const temporal = first + 1;
  const places = peers.map((peer, n) => {
    const outside = temporal + TEMPORAL_PORTS + n * each;
    return { peer, outside, port: outside + 1 };
  });
  return { postgres: first, temporal, peers: places };
}

async function startTemporal(
  { crew, dataDir, signal }: Site,
  kind: WorldOptions['temporal'],
  { postgres, temporal: port }: Ports,
  dynamicConfig: Readonly<Record<string, unknown>>,
): Promise<string> {
  if (kind === 'postgres') {
    const config = { postgresPort: postgres, port, historyShards: HISTORY_SHARDS, dynamicConfig };
    return await startTemporalServer(crew, dataDir, config, signal);
  }
  const cli = await findTemporalCli({ signal });
  await crew.add(temporalPlan(dataDir, { cli, port, uiPort: port + 1 }));
  return `127.0.0.1:${port}`;
}

function pidOf({ crew }: Site, name: string): number {
  return crew.parts.find((part) => part.name === name)?.pid ?? missing(name);
}

function missing(what: string): never {
  throw new Error(`${what} is not part of this run`);
}

const localUrl = (port: number) => `http://127.0.0.1:${port}`;
