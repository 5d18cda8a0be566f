import { workflowId } from '../../bin/order-gateway.ts';
import { type Answer, decisionsOf } from './answers.ts';
import type { KeyRow } from './books.ts';
import type { Money } from './money.ts';
import type { Kind, Purchase } from './purchases.ts';
import type { ListedWorkflow } from './workflows.ts';

/** All that is known of a run's orders when it is over. */
export interface Standing {
  keys: ReadonlyMap<string, KeyRow>;
  money: ReadonlyMap<string, Money>;
  workflows: ReadonlyMap<string, ListedWorkflow>;
}

/** What an order of each kind may be answered. 503: its window passed while nobody was there. */
const POSSIBLE: Record<Kind, readonly number[]> = {
  visa: [201, 503],
  declined: [402, 503],
  'out of stock': [409, 503],
  'timing out': [503],
  scarce: [201, 409, 503],
};

/** Everything that is wrong with one order, each a sentence; none: whatever was answered is what stands. */
export function wrongWith(purchase: Purchase, standing: Standing): string[] {
  const [first, ...others] = decisionsOf(purchase.answers);
  if (!first) return [`it was never decided: ${purchase.answers.at(-1)?.body ?? 'no answer at all'}`];
  const row = standing.keys.get(purchase.key);
  if (!row || row.status === null) return [`it was answered ${first.status}, and there is no such order`];
  return [
    ...wrongRepeats(first, others),
    ...wrongAnswer(purchase.kind, first, row),
    ...wrongEvents(row),
    ...wrongMoney(row, standing.money.get(row.orderId)),
    ...wrongWorkflow(row, standing.workflows.get(workflowId(row.orderId))),
  ];
}

function textOf({ status, body }: Answer): string {
  return `${status} ${body}`;
}

/** The same key, the same answer. */
function wrongRepeats(first: Answer, others: readonly Answer[]): string[] {
  const different = new Set(others.map(textOf));
  different.delete(textOf(first));
  return [...different].map((other) => `its first answer was ${textOf(first)}, another ${other}`);
}

function wrongAnswer(kind: Kind, { status, code, orderId }: Answer, row: KeyRow): string[] {
  const said = status === 201 ? 'PROCESSING' : `CANCELED ${code}`;
  const is = row.status === 'CANCELED' ? `CANCELED ${row.cancelReason}` : row.status;
  return [
    !POSSIBLE[kind].includes(status) && `it is ${kind}, and was answered ${status}`,
    orderId !== row.orderId && `its answer names ${orderId}, its key ${row.orderId}`,
    said !== is && `it was answered ${status} ${code ?? ''}, and is ${is}`,
  ].filter((line) => line !== false);
}

const CONFIRMED = /^order\.placed stock\.reserved order\.confirmed$/;
const CANCELED = /^order\.placed( stock\.reserved)? order\.cancel_started( \S+)* order\.canceled( payment\.voided)?$/;

function wrongEvents({ status, events, isContiguous }: KeyRow): string[] {
  const told = events.join(' ');
  const count = (type: string) => events.filter((event) => event === type).length;
  return [
    isContiguous !== true && `its events are not 1, 2, 3 … up to its version: ${told}`,
    !(status === 'PROCESSING' ? CONFIRMED : CANCELED).test(told) && `it is ${status}, and its events are ${told}`,
    count('stock.released') !== (status === 'CANCELED' ? count('stock.reserved') : 0) &&
      `what it reserved was not given back once: ${told}`,
  ].filter((line) => line !== false);
}

function wrongMoney({ status, total }: KeyRow, money: Money | undefined): string[] {
  const held = money?.held ?? [];
  const due = status === 'PROCESSING' ? [total] : [];
  return [
    held.join() !== due.join() && `it is ${status} (${total}), and held is [${held.join()}]`,
    (money?.authorizations ?? 0) > 1 && `it was authorized ${money?.authorizations} times`,
    (money?.mostHeldAtOnce ?? 0) > 1 && `its customer's money was held ${money?.mostHeldAtOnce} times at once`,
  ].filter((line) => line !== false);
}

/** A decided order's workflow says so; a canceled one's is over, but for a late look at the payment. */
export function wrongWorkflow(row: KeyRow, workflow: ListedWorkflow | undefined): string[] {
  const isOver = row.status === 'CANCELED' && row.paymentUncertain !== true;
  const due = { status: isOver ? 'COMPLETED' : 'RUNNING', orderStatus: row.status };
  if (workflow?.status === due.status && workflow.orderStatus === due.orderStatus) return [];
  return [`it is ${row.status}, and its workflow ${workflow?.status ?? 'missing'} ${workflow?.orderStatus ?? ''}`];
}
