import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { probeHttp } from '../../embedded/probes.ts';
import { type Script, startScript } from './peer-process.ts';
import { type PeerName, PEERS, POOL, PROVIDER_TIMEOUT_MS } from './peers.ts';
import { processTable, type TreeUsage, usageOf } from './process-tree.ts';

export interface PeerSettings {
  folder: string;
  dataDir: string;
  port: number;
  databaseUrl: string;
  temporalAddress: string;
  outsideUrl: string;
}

const READY_WITHIN_MS = 120_000;

/** A peer: its main.ts, and its engine where it has one. */
export class RunningPeer {
  readonly name: PeerName;
  readonly url: string;
  readonly databaseUrl: string;
  readonly #start: (script: string, name: string) => Script;
  /** What it is told beside what every peer is told. */
  #environment: Readonly<Record<string, string>> = {};
  #main: Script | undefined;
  #engine: Script | undefined;
  #stopping = false;
  /** What processes of it that have ended had used. */
  #cpuMsOfTheDead = 0;

  constructor(name: PeerName, settings: PeerSettings) {
    const { dataDir, port } = settings;
    const ownDir = join(dataDir, 'peers', name);
    mkdirSync(ownDir, { recursive: true });
    const env = {
      PORT: String(port),
      ENGINE_PORT: String(port + 1),
      DATABASE_URL: settings.databaseUrl,
      DATABASE_POOL: String(POOL),
      PAYMENTS_URL: settings.outsideUrl,
      CUSTOMERS_URL: settings.outsideUrl,
      PROVIDER_TIMEOUT_MS: String(PROVIDER_TIMEOUT_MS),
      TEMPORAL_ADDRESS: settings.temporalAddress,
      DATA_DIR: ownDir,
      RUN: `${basename(dataDir)}-${name}`,
    };
    this.name = name;
    this.url = `http://127.0.0.1:${port}`;
    this.databaseUrl = settings.databaseUrl;
    this.#start = (script, scriptName) =>
      startScript({
        name: scriptName,
        script: join(settings.folder, script),
        port,
        env: { ...env, ...this.#environment },
        dataDir,
      });
  }

  /** Resolves when it takes orders. */
  async start(): Promise<void> {
    this.#mayStart();
    if (PEERS[this.name].hasEngine) this.#engine = this.#start('engine.ts', `${this.name}-engine`);
    await this.#startMain();
  }

  async #startMain(): Promise<void> {
    this.#mayStart();
    const main = this.#start('main.ts', this.name);
    this.#main = main;
    const deadline = Date.now() + READY_WITHIN_MS;
    const isReady = () => probeHttp(`${this.url}/health/ready`).then(yes, no);
    while (!(await isReady())) {
      const gone = [main, this.#engine].find((script) => script?.hasEnded());
      if (gone) throw new Error(`${gone.name} ended while it started: ${gone.lastLine()}`);
      if (Date.now() > deadline) {
        throw new Error(`${this.name} is not ready after ${READY_WITHIN_MS / 1000} s: ${main.lastLine()}`);
      }
      await sleep(50);
    }
  }

  #mayStart(): void {
    if (this.#stopping) throw new Error(`${this.name} was not started, as it is being stopped`);
  }

  /** kill -9 of main.ts; the same again, on what it left. */
  async crash(): Promise<void> {
    await this.#again((main) => main.kill());
  }

  /** Ends main.ts, and starts it with that in its environment. */
  async restart(environment: Readonly<Record<string, string>>): Promise<void> {
    this.#environment = environment;
    await this.#again((main) => main.stop());
  }

  async #again(end: (main: Script) => Promise<void>): Promise<void> {
    if (!this.#main) throw new Error(`${this.name} is not up`);
    this.#cpuMsOfTheDead += usageOf(this.#main.pid, processTable()).cpuMs;
    await end(this.#main);
    await this.#startMain();
  }

  usage(table: ReturnType<typeof processTable>): Record<string, TreeUsage> {
    const main = this.#main && usageOf(this.#main.pid, table);
    return {
      ...(main && { main: { ...main, cpuMs: main.cpuMs + this.#cpuMsOfTheDead } }),
      ...(this.#engine && { engine: usageOf(this.#engine.pid, table) }),
    };
  }

  /** @throws never; what does not end by itself is ended by force */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#main?.stop();
    await this.#engine?.stop();
  }
}

const yes = () => true;
const no = () => false;
