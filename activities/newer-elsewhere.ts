import type { Db } from '../db/client.ts';
import { type OrderRecord, readRecords } from '../db/reconciliation.ts';
import { needsWorkflow } from '../domain/differences.ts';
import type { OrderGateway } from '../domain/gateway.ts';
import { type Heard, lastHeard, type Newer } from '../domain/newer.ts';
import type { Order } from '../domain/order.ts';
import type { Storefront } from '../domain/storefronts.ts';
import { moneyDifference } from './comparing-money.ts';
import type { LaterWorkflows, WorkflowSeen } from './order-workflows.ts';
import type { PaymentProvider, ProviderBooks } from './payment-provider.ts';

export interface NewerDeps {
  db: Db;
  payments: Pick<PaymentProvider, 'askedSince' | 'books' | 'cancel' | 'findHeld'>;
  workflows: LaterWorkflows;
  orders: Pick<OrderGateway, 'resume'>;
  returnWindowMs: (storefront: Storefront) => number;
}

/** What was done about an order, in words. */
export interface Mended {
  orderId: string;
  done: string;
}

const PAGE = 50;

/**
 * What Temporal, the payment service and whoever heard its events have of orders that a database restored to `restoredTo` has
 * not. To be asked while neither API nor workers nor consumers run: it takes none of it for under way.
 */
export function newerElsewhere({ db, payments, workflows, orders, returnWindowMs }: NewerDeps, restoredTo: Date) {
  async function look(heard: Iterable<Heard>) {
    const seen = Map.groupBy(await workflows.goneOnSince(restoredTo), ({ orderId }) => orderId);
    const asked = Map.groupBy(await payments.askedSince(restoredTo), ({ orderId }) => orderId);
    const last = lastHeard(heard);
    const ids = [...new Set([...seen.keys(), ...asked.keys(), ...last.keys()])].toSorted();
    const records = await recordsOf(ids);

    const found: Newer[] = [];
    for (const orderId of ids) {
      const record = records.get(orderId);
      const status = record?.order.status ?? null;
      const runs = (seen.get(orderId) ?? []).toSorted((a, b) => +b.at - +a.at);
      const intents = (asked.get(orderId) ?? []).map(({ id }) => id).toSorted();
      const details: Record<Newer['place'], string | null> = {
        workflow: workflowDetail(runs, record?.order),
        payment: await paymentDetail(record, intents),
        events: eventsDetail(last.get(orderId), record?.order),
      };
      for (const place of ['workflow', 'payment', 'events'] as const) {
        const detail = details[place];
        if (detail !== null) found.push({ orderId, place, status, detail });
      }
    }
    return { found, seen, asked, records };
  }

  async function recordsOf(ids: readonly string[]): Promise<Map<string, OrderRecord>> {
    const records = new Map<string, OrderRecord>();
    for (let start = 0; start < ids.length; start += PAGE) {
      for (const record of await readRecords(db, ids.slice(start, start + PAGE))) records.set(record.order.id, record);
    }
    return records;
  }

  async function paymentDetail(record: OrderRecord | undefined, intents: readonly string[]): Promise<string | null> {
    const known = record?.payments.flatMap(({ intentId }) => intentId ?? []) ?? [];
    const unknown = intents.filter((id) => !known.includes(id));
    const books = await payments.books(unknown);
    const details = [
      record ? ((await moneyDifference(payments, db, record.order, record))?.detail ?? null) : null,
      isEmpty(books) ? null : `${sumsOf(books)}, of which the order knows nothing`,
    ].filter((detail) => detail !== null);
    return details.length === 0 ? null : details.join('; ');
  }

  /** Only reads. */
  async function compare(heard: Iterable<Heard> = []): Promise<Newer[]> {
    return (await look(heard)).found;
  }

  /**
   * Has every order that is newer elsewhere go on from the database: its workflow is ended and begun anew. Of an order that the
   * database has not, the workflow is ended and what it only holds of money is given back; what was taken is left to a person.
   */
  async function mend(heard: Iterable<Heard> = []): Promise<Mended[]> {
    const { found, seen, asked, records } = await look(heard);
    const mended: Mended[] = [];
    for (const orderId of new Set(found.map((newer) => newer.orderId))) {
      const order = records.get(orderId)?.order;
      const did: string[] = [];
      if (seen.get(orderId)?.some(({ isRunning }) => isRunning)) {
        await workflows.terminate(orderId, `the database was restored to ${restoredTo.toISOString()}`);
        did.push('its workflow was ended');
      }
      if (order) {
        if (needsWorkflow(order, returnWindowMs(order.storefront), new Date())) {
          await orders.resume(orderId);
          did.push(`it goes on from the database, ${order.status}`);
        }
      } else did.push(...(await giveBack(orderId, asked.get(orderId) ?? [])));
      mended.push({ orderId, done: did.length === 0 ? 'nothing is to be done' : did.join('; ') });
    }
    return mended;
  }

  async function giveBack(orderId: string, intents: readonly { id: string }[]): Promise<string[]> {
    const did: string[] = [];
    for (const { id } of intents) {
      const books = await payments.books([id]);
      if (books.captured > books.refunded) did.push(`${sumsOf(books)}: left to a person (${id})`);
      else if (books.authorized > 0) {
        const freed = await payments.cancel(id, `${orderId}:lost:${id}`);
        did.push(`${freed} were given back (${id})`);
      }
    }
    return did;
  }

  return { compare, mend };
}

function workflowDetail([last]: readonly WorkflowSeen[], order: Order | undefined): string | null {
  if (!last) return null;
  const shows = `${last.isRunning ? 'it runs' : 'it has ended'}, and shows ${last.status ?? 'nothing'}`;
  return order ? `${shows}; the order is ${order.status}` : `${shows}; there is no such order`;
}

function eventsDetail(heard: Heard | undefined, order: Order | undefined): string | null {
  const has = order?.publicSequence ?? 0;
  if (!heard || heard.sequence <= has) return null;
  return `heard up to ${heard.sequence} (${heard.type}), the order has told ${has}`;
}

function isEmpty({ authorized, captured, refunded }: ProviderBooks): boolean {
  return authorized === 0 && captured === 0 && refunded === 0;
}

function sumsOf({ authorized, captured, refunded }: ProviderBooks): string {
  return `authorized ${authorized}, captured ${captured}, refunded ${refunded}`;
}
