import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createCrew, type Crew } from '../../embedded/crew.ts';
import { send } from '../../embedded/processes.ts';
import { readRunFile } from '../../embedded/run-file.ts';
import { stopOnSignals } from './on-signals.ts';
import { clearOldRuns, makeRunFolder } from './run-folder.ts';

/** Where a run takes place: its folder, its servers, and how all of it ends. */
export interface Site {
  readonly dataDir: string;
  readonly crew: Crew;
  /** Aborted once the site is being stopped. */
  readonly signal: AbortSignal;
  /** To be ended before the servers. Where the site is being stopped already, that is done at once. */
  add(stop: () => Promise<void>): void;
  /** Calling it again waits for the same end. */
  stop(): Promise<void>;
  /** The same, but the logs stay until the next run: an error speaks of them. */
  giveUp(): Promise<void>;
}

const SERVERS = [['simulators'], ['stub', 'temporal', 'sns-sqs', 'nats'], ['postgres']];
const LOGS = 'logs';

/** SIGINT, SIGTERM and SIGHUP take it down from now on, and then end this process. */
export async function openSite(say: (line: string) => void): Promise<Site> {
  await clearOldRuns(say);
  const dataDir = makeRunFolder();
  const stopping = new AbortController();
  const crew = createCrew(dataDir, stopping.signal);
  const stops: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;

  async function takeDown(keep: string[]): Promise<void> {
    stopping.abort(new Error('the run was stopped'));
    await Promise.allSettled(stops.map((stopOne) => stopOne()));
    await crew.stop(SERVERS);
    for (const name of readdirSync(dataDir)) {
      if (!keep.includes(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
    }
    if (keep.length === 0) rmSync(dataDir, { recursive: true, force: true });
    forgetSignals();
    process.off('exit', sendAway);
  }
  const stop = () => (stopped ??= takeDown([]));
  const forgetSignals = stopOnSignals(stop);
  // Whatever ends this process before it has stopped the others, they are told to go: none holds on to anything.
  const sendAway = () => {
    for (const { pid } of readRunFile(dataDir)) send(pid, 'SIGTERM');
  };
  process.on('exit', sendAway);

  return {
    dataDir,
    crew,
    signal: stopping.signal,
    add: (stopOne) => void (stopping.signal.aborted ? stopOne().catch(() => undefined) : stops.push(stopOne)),
    stop,
    giveUp: () => (stopped ??= takeDown([LOGS])),
  };
}
