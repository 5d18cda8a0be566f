import { allOrderPages, nextOrders } from '../db/order-lists.ts';
import { ordersToTell } from '../db/backorders.ts';
import { type OrderRecord, readRecords } from '../db/reconciliation.ts';
import { noteFindings, openSubjects } from '../db/reconciliation-findings.ts';
import { changedOrders, noteProgress, placedOrders, readProgress } from '../db/reconciliation-scope.ts';
import { findOrphans, releaseOrphan, reservedDifferences } from '../db/stock-orphans.ts';
import { type Difference } from '../domain/differences.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { type OrderComparingDeps, orderComparison, type Patience } from './comparing-orders.ts';

export interface ComparingDeps extends OrderComparingDeps {
  orders: Pick<OrderGateway, 'resume' | 'settle' | 'stockArrived' | 'paymentLeftOpen'>;
  stockMoved: () => Promise<void>;
}

/** What one run of the schedule does at most. */
export interface ComparingRules extends Patience {
  /** Orders that were placed, that changed, and whose workflow ended: so many of each. */
  most: number;
  /** Of all others, so many: in the end each has been looked at. */
  others: number;
}

const MINUTE_MS = 60_000;
export const USUAL_RULES: ComparingRules = {
  quiet: 10_000,
  decided: 2 * MINUTE_MS,
  settled: 10 * MINUTE_MS,
  // A compensation is tried for an hour.
  brokenOff: 2 * 60 * MINUTE_MS,
  most: 2000,
  others: 500,
};

/** Before the first run, and what Temporal may tell late. */
const FIRST_LOOK_MS = 15 * MINUTE_MS;
const LATE_MS = MINUTE_MS;
const PAGE = 50;
const AT_ONCE = 8;

/** Whoever runs it. */
export interface ComparingRun {
  /** Called for each page. */
  goesOn: () => void;
  /** Something of an order could not be looked at, or not be mended. */
  failed: (orderId: string, error: unknown) => void;
}

/** How many orders were compared, and how many are left for the next run: something is under way there. */
export interface Count {
  compared: number;
  left: number;
}

/** Orders, workflows, reservations and the payment service's books, each beside the others. */
export function comparison(deps: ComparingDeps, run: ComparingRun, rules: ComparingRules = USUAL_RULES) {
  const { db, orders, workflows } = deps;
  const compareOrder = orderComparison(deps, rules, run.failed);

  async function look(ids: Iterable<string>): Promise<Count> {
    const count = { compared: 0, left: 0 };
    for (const page of slices([...ids], PAGE)) {
      run.goesOn();
      const records = await readRecords(db, page);
      for (const some of slices(records, AT_ONCE)) {
        for (const isLooked of await Promise.all(some.map(lookAt))) count[isLooked ? 'compared' : 'left'] += 1;
      }
    }
    return count;
  }

  /** @returns false where it is left for later */
  async function lookAt(record: OrderRecord): Promise<boolean> {
    const { id } = record.order;
    try {
      const looked = await compareOrder(record);
      await noteFindings(db, looked);
      for (const difference of looked.found) await mend(difference, record);
      return looked.subjects.length > 0;
    } catch (error) {
      run.failed(id, error);
      return false;
    }
  }

  /** What can be put right without a person. It is told of all the same. */
  async function mend({ kind, subject: orderId, counts }: Difference, { order }: OrderRecord): Promise<void> {
    if (counts === 'not yet') return;
    if (kind === 'workflow_missing') await orders.resume(orderId);
    if (kind === 'reservation' && (await releaseOrphan(db, orderId)).length > 0) await deps.stockMoved();
    if (kind === 'not_captured' || kind === 'not_given_back') await orders.settle(orderId);
    if (kind === 'told_late') await orders.stockArrived(orderId);
    // A canceled order looks for itself, and is put before an operator where that is so.
    if (kind === 'payment' && order.status === 'CANCELED') await orders.paymentLeftOpen(orderId);
  }

  async function compareSums(): Promise<void> {
    const found = (await reservedDifferences(db)).map(({ sku, location, reserved, held }): Difference => ({
      kind: 'reserved_sum',
      subject: `${sku} at ${location}`,
      detail: `${reserved} reserved by the inventory, ${held} held by orders`,
      counts: 'at once',
    }));
    const before = (await openSubjects(db)).filter(({ kind }) => kind === 'reserved_sum');
    await noteFindings(db, { subjects: [...before, ...found], found });
  }

  /** What has changed since the last run, what stands, and some of all others. */
  async function compareChanged(): Promise<Count> {
    const now = Date.now();
    const since = async (name: 'placed' | 'changed' | 'ended') =>
      new Date((await readProgress(db, name)) ?? now - FIRST_LOOK_MS);
    const quiet = new Date(now - rules.quiet);
    const placed = await placedOrders(db, await since('placed'), new Date(now - rules.decided), rules.most);
    const changed = await changedOrders(db, await since('changed'), quiet, rules.most);
    const endedFrom = new Date((await since('ended')).getTime() - LATE_MS);
    const ended = await workflows.endedSince(endedFrom, rules.most);
    const others = await nextOrders(db, (await readProgress(db, 'all')) ?? '', rules.others);
    const standing = (await openSubjects(db)).filter(({ kind }) => kind !== 'reserved_sum');
    const ids = new Set([
      ...standing.map(({ subject }) => subject),
      ...(await findOrphans(db)).map(({ orderId }) => orderId),
      ...(await ordersToTell(db)),
      ...ended,
      ...changed.ids,
      ...placed.ids,
      ...others.ids,
    ]);
    const looked = await look(ids);
    await compareSums();
    // Only now: a run that was broken off is made again.
    await noteProgress(db, 'placed', placed.until.toISOString());
    await noteProgress(db, 'changed', changed.until.toISOString());
    await noteProgress(db, 'ended', new Date(now).toISOString());
    await noteProgress(db, 'all', others.last);
    return looked;
  }

  /** Every order. */
  async function compareAll(): Promise<Count> {
    const count = { compared: 0, left: 0 };
    for await (const page of allOrderPages(db, PAGE)) {
      const { compared, left } = await look(page);
      count.compared += compared;
      count.left += left;
    }
    await compareSums();
    return count;
  }

  return { compareChanged, compareAll };
}

function* slices<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
