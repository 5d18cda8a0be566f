import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../world/world.ts';
import { decisionsOf } from './answers.ts';
import type { Customers } from './customers.ts';
import type { Step } from './plan.ts';
import { type Gear, type Point, type Trap, TRAP_PATH } from './points.ts';
import type { Purchase } from './purchases.ts';

/** Where an order stood that was killed. */
export interface Place {
  point: Point;
  gear: Gear;
  /** The order had been killed before. */
  again: boolean;
}

/** One kill, and whom it met. */
export interface Kill {
  number: number;
  /** Null: at any time. */
  at: Place | null;
  /** Undefined for one that falls at any time. */
  chosen: Purchase | undefined;
  /** The client had its order's decided answer. */
  answeredBefore: boolean;
  /** The process did not come by the point in time: nothing was shown. */
  missed: boolean;
  restartMs: number;
}

/** Between the first orders of a new process and the chosen one. */
const FLOW_MS = 200;
/** At any time: within so much of the first orders. */
const ANY_TIME_MS = 1_000;
/** A killed order's workflow task goes to the next worker after its timeout of 10 s. */
const REACHED_WITHIN_MS = 40_000;
/** What had been sent is read by then, and no new process is up. */
const READ_WITHIN_MS = 100;

export interface DriveOptions {
  world: World;
  customers: Customers;
  inFlight: number;
}

/** Takes one step of the plan: as many kills as it has points. Each leaves a process that takes orders again. */
export async function takeStep(options: DriveOptions, step: Step): Promise<Kill[]> {
  const { world, customers } = options;
  if (!step) {
    const atAnyTime = async () => {
      await sleep(Math.random() * ANY_TIME_MS);
      return undefined;
    };
    return [await killOnce(options, null, atAnyTime)];
  }
  const { kind, gear, points } = step;
  const key = `${customers.run}-chosen-${customers.kill + 1}`;
  let chosen: Purchase | undefined;
  const kills: Kill[] = [];
  for (const point of points) {
    const place = { point, gear, again: kills.length > 0 };
    const kill = await killOnce(options, place, async () => {
      const trap = await setTrap(world, { key, point, gear });
      await sleep(FLOW_MS);
      chosen ??= customers.order(kind, key).made;
      const reached = await Promise.race([
        trap.sprung.then(() => true),
        sleep(REACHED_WITHIN_MS, false, { ref: false }),
      ]);
      return { chosen, reached };
    });
    kills.push(kill);
    if (kill.missed) break;
  }
  return kills;
}

type Met = { chosen: Purchase; reached: boolean } | undefined;

async function killOnce(
  { world, customers, inFlight }: DriveOptions,
  at: Place | null,
  untilMet: () => Promise<Met>,
): Promise<Kill> {
  customers.kill += 1;
  const enough = new AbortController();
  customers.orderBeside(at ? inFlight - 1 : inFlight, enough.signal);
  try {
    const met = await untilMet();
    const diedAt = Date.now();
    enough.abort();
    const begun = performance.now();
    await world.crash('ours');
    const answers = decisionsOf(met?.chosen.answers ?? []);
    return {
      number: customers.kill,
      at,
      chosen: met?.chosen,
      answeredBefore: answers.some((answer) => answer.at < diedAt + READ_WITHIN_MS),
      missed: met?.reached === false,
      restartMs: performance.now() - begun,
    };
  } finally {
    enough.abort();
  }
}

/** Resolves when the trap is set. */
async function setTrap(world: World, trap: Trap): Promise<{ sprung: Promise<void> }> {
  const response = await fetch(`${world.url('ours')}${TRAP_PATH}`, { method: 'PUT', body: JSON.stringify(trap) });
  if (!response.ok) throw new Error(`no trap could be set: ${response.status} ${await response.text()}`);
  return { sprung: response.text().then(ignore, ignore) };
}

function ignore(): void {}
