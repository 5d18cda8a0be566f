import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Script, startScript } from '../world/peer-process.ts';

export interface RolePlan {
  /** `worker-1`: also the name of its log. */
  name: string;
  /** Of bin: `worker.ts`. */
  script: string;
  args?: readonly string[];
  env: Readonly<Record<string, string>>;
  dataDir: string;
}

/** In its log, or from `npm start` on standard output. */
const READY = /"msg":"ready"|^ready$/m;
const READY_WITHIN_MS = 60_000;

/** A process of the house, as `npm run …` starts it. */
export class Role {
  readonly name: string;
  readonly #plan: RolePlan;
  #script: Script | undefined;

  constructor(plan: RolePlan) {
    this.name = plan.name;
    this.#plan = plan;
  }

  get pid(): number | undefined {
    return this.#script?.hasEnded() === false ? this.#script.pid : undefined;
  }

  /** Resolves when it says that it is ready. */
  async start(): Promise<void> {
    const { name, script, args = [], env, dataDir } = this.#plan;
    const log = join(dataDir, 'logs', `${name}.log`);
    // Told by its size: what it wrote before is not read again.
    writeFileSync(log, '', { flag: 'a' });
    const before = readFileSync(log, 'utf8').length;
    const path = join(import.meta.dirname, '..', '..', 'bin', script);
    const started = startScript({ name, script: path, port: 0, env, dataDir, args });
    this.#script = started;
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!READY.test(readFileSync(log, 'utf8').slice(before))) {
      if (started.hasEnded()) throw new Error(`${name} ended while it started: ${started.lastLine()}`);
      if (Date.now() > deadline) throw new Error(`${name} is not ready: ${started.lastLine()}`);
      await sleep(50);
    }
  }

  /** kill -9, and started again. */
  async crash(): Promise<void> {
    await this.#script?.kill();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#script?.stop();
  }
}
