import type { Db } from '../db/client.ts';
import { rebuilt } from '../db/rebuilding.ts';
import { type OrderRecord, readRecords } from '../db/reconciliation.ts';
import type { Looked } from '../db/reconciliation-findings.ts';
import {
  brokenOff,
  type Difference,
  type DifferenceKind,
  leftUndone,
  needsWorkflow,
  stockDifference,
} from '../domain/differences.ts';
import type { Order } from '../domain/order.ts';
import type { Storefront } from '../domain/storefronts.ts';
import { type BooksOf, isMoneyMoving, moneyDifference } from './comparing-money.ts';
import type { OrderWorkflows } from './order-workflows.ts';

export interface OrderComparingDeps {
  db: Db;
  payments: BooksOf;
  workflows: OrderWorkflows;
  returnWindowMs: (storefront: Storefront) => number;
}

/** When what has not happened should have, in milliseconds. */
export interface Patience {
  /** An order that has changed since then is looked at next time. */
  quiet: number;
  /** An order has a workflow by then, and is decided. */
  decided: number;
  /** What has shipped is paid for by then, and what is to be given back is given back. */
  settled: number;
  /** A cancellation or an edit is over by then, or an operator has been asked. */
  brokenOff: number;
}

/** One order beside all that is written of it anywhere. */
export function orderComparison(
  { db, payments, workflows, returnWindowMs }: OrderComparingDeps,
  patience: Patience,
  failed: (orderId: string, error: unknown) => void,
) {
  let unanswered = 0;

  /** @returns what could be looked for: what is under way is looked for next time */
  return async (record: OrderRecord): Promise<Looked> => {
    const { id } = record.order;
    const age = Date.now() - Date.parse(record.order.updatedAt);
    if (age < patience.quiet) return { subjects: [], found: [] };
    const { order: built, unlike } = rebuilt(record.order, record.events);
    // Where they differ the events are right: one difference is told of once.
    const order = built ?? record.order;
    const looked = new Looks(id);
    looked.note('order_not_its_events', unlike);
    looked.note('reservation', stockDifference(order, record.held, record.waiting));
    looked.note('told_late', record.isUntold ? 'stock has come that it does not know of' : null, 'when seen again');
    const isMoving = isMoneyMoving(record);
    const undone = leftUndone(order, new Date());
    const off = brokenOff(order);
    for (const kind of ['not_captured', 'not_given_back'] as const) {
      if (off !== null && kind === 'not_given_back') {
        looked.note(kind, off, age >= patience.brokenOff ? 'at once' : 'not yet');
      } else if (undone?.kind !== kind) looked.note(kind, null);
      else if (!isMoving) looked.note(kind, undone.detail, age >= patience.settled ? 'at once' : 'not yet');
    }
    if (order.status !== 'PENDING' || age >= patience.decided) await lookForWorkflow(order, looked);
    if (!isMoving) await lookForMoney(order, record, looked);
    return looked.hasOutside && (await hasChanged(record)) ? looked.withoutOutside() : looked;
  };

  async function lookForWorkflow(order: Order, looked: Looks): Promise<void> {
    try {
      const isNeeded = needsWorkflow(order, returnWindowMs(order.storefront), new Date());
      const isMissing = isNeeded && !(await workflows.isRunning(order.id));
      looked.note('workflow_missing', isMissing ? `it is ${order.status}, and its workflow does not run` : null);
    } catch (error) {
      failed(order.id, error);
    }
  }

  async function lookForMoney(order: Order, record: OrderRecord, looked: Looks): Promise<void> {
    const unknown = 'the payment service did not answer';
    if (unanswered >= GIVEN_UP_AFTER) return looked.note('payment', unknown, 'not yet');
    try {
      looked.add('payment', await moneyDifference(payments, db, order, record));
      unanswered = 0;
    } catch (error) {
      unanswered += 1;
      looked.note('payment', unknown, 'not yet');
      failed(order.id, error);
    }
  }

  /** Whoever was asked outside may have told of something later than the record. */
  async function hasChanged(before: OrderRecord): Promise<boolean> {
    const [after] = await readRecords(db, [before.order.id]);
    return after === undefined || stateOf(after) !== stateOf(before);
  }
}

/** In a row: the payment service is away, and the next run asks it again. */
const GIVEN_UP_AFTER = 5;

const OUTSIDE: DifferenceKind[] = ['workflow_missing', 'payment'];

class Looks implements Looked {
  readonly subjects: Looked['subjects'] = [];
  readonly found: Difference[] = [];
  readonly #subject: string;

  constructor(subject: string) {
    this.#subject = subject;
  }

  note(kind: DifferenceKind, detail: string | null, counts: Difference['counts'] = 'at once'): void {
    this.add(kind, detail === null ? null : { kind, subject: this.#subject, detail, counts });
  }

  add(kind: DifferenceKind, difference: Difference | null): void {
    this.subjects.push({ kind, subject: this.#subject });
    if (difference) this.found.push(difference);
  }

  get hasOutside(): boolean {
    return this.found.some(isOutside);
  }

  withoutOutside(): Looked {
    return {
      subjects: this.subjects.filter((one) => !isOutside(one)),
      found: this.found.filter((one) => !isOutside(one)),
    };
  }
}

function isOutside({ kind }: { kind: DifferenceKind }): boolean {
  return OUTSIDE.includes(kind);
}

function stateOf({ order, payments }: OrderRecord): string {
  const asked = payments.map(({ key, status }) => `${key} ${status}`).toSorted();
  return JSON.stringify([order.version, asked]);
}
