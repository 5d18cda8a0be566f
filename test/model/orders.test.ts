import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ulid } from 'ulid';
import { setStock } from '../../db/inventory.ts';
import { findOrder } from '../../db/orders.ts';
import { startWorld, type World } from '../support/world.ts';
import { commands, firstCommand, type Model } from './commands.ts';
import { everythingAddsUp } from './ending.ts';
import type { Goods } from './shop.ts';
import { firstOrder } from './wishes.ts';

/*
 * Whatever is said to the shop, in whichever order, at once, again, or while its worker goes: it stands as a model of it
 * says, which does its own sums. A failure names the command that says the same again; MODEL_SHRINK=on looks for the
 * shortest way to it, which takes minutes. The same is said at each run, so that a change is judged by what it changes:
 * MODEL_SEED (any number) says something else.
 */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 300);
const LANES = Number(process.env['MODEL_LANES'] ?? 8);
const SEED = Number(process.env['MODEL_SEED'] ?? 731_663_284);
const PATH = process.env['MODEL_PATH'];
const REPLAY = process.env['MODEL_REPLAY'];
const MOST_COMMANDS = 14;
const TIMEOUT_MS = 240_000 + RUNS * 2_000;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function newGoods(): Promise<Record<string, Goods>> {
  const { db } = world.database;
  const id = ulid();
  const plan = [
    { sku: `${id}-A`, main: 7, east: 0, backorder: false },
    { sku: `${id}-B`, main: 3, east: 3, backorder: false },
    { sku: `${id}-C`, main: 1, east: 1, backorder: true },
  ];
  for (const { sku, main, east, backorder } of plan) {
    await setStock(db, sku, 'main', { onHand: main, backorder });
    await setStock(db, sku, 'east', { onHand: east });
  }
  return Object.fromEntries(
    plan.map(({ sku, main, east, backorder }) => [
      sku,
      { start: main + east, received: 0, shipped: 0, restocked: 0, backorder, queue: [] },
    ]),
  );
}

const property = fc.asyncProperty(
  firstOrder,
  fc.commands(commands, { maxCommands: MOST_COMMANDS, size: 'max', ...(REPLAY ? { replayPath: REPLAY } : {}) }),
  async (first, said) => {
    const model: Model = { shop: { goods: await newGoods(), orders: [], known: [] }, sent: [] };
    await firstCommand(first).run(model, world);
    await fc.asyncModelRun(() => ({ model, real: world }), said);
    await everythingAddsUp(model, world);
  },
);

type Outcome = Pick<fc.RunDetails<unknown>, 'failed' | 'counterexample' | 'counterexamplePath' | 'errorInstance'>;

/** What went wrong, and the command that says the same again; null where nothing did. */
function failure(result: Outcome, seed: number): string | null {
  if (!result.failed) return null;
  const [first, said] = Array.isArray(result.counterexample) ? result.counterexample : [];
  const text = fc.stringify(said);
  const replay = /replayPath="([^"]*)"/.exec(text)?.[1] ?? '';
  return [
    `MODEL_SEED=${seed} MODEL_PATH=${result.counterexamplePath} MODEL_REPLAY='${replay}' npm test -- test/model`,
    `first: ${JSON.stringify(first)}`,
    text.replaceAll('],', '],\n'),
    inspect(result.errorInstance),
  ].join('\n');
}

const lanes = Array.from({ length: PATH ? 1 : LANES }, (_, lane) => SEED + lane);

describe('the shop stands as its model', () => {
  it.concurrent.each(lanes)(
    'after any sequence of messages (seed %i)',
    async (seed) => {
      const result = await fc.check(property, {
        seed,
        numRuns: Math.ceil(RUNS / lanes.length),
        interruptAfterTimeLimit: TIMEOUT_MS - 60_000,
        markInterruptAsFailure: false,
        endOnFailure: process.env['MODEL_SHRINK'] !== 'on',
        ...(PATH ? { path: PATH } : {}),
      });
      expect(failure(result, seed)).toBeNull();
    },
    TIMEOUT_MS,
  );

  it('and no money is there that belongs to no order', async () => {
    const entries: unknown = await (await fetch(new URL('/ledger', world.simulatorUrl))).json();
    const ids = new Set(Array.isArray(entries) ? entries.map((entry) => String(Object(entry).orderId)) : []);
    expect(ids.size).toBeGreaterThan(0);
    for (const id of ids) expect(await findOrder(world.database.db, id)).not.toBeNull();
  });
});
