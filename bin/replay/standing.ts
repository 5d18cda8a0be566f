import pRetry from 'p-retry';
import type { OrderView } from '../../contracts/http.ts';
import type { Minor } from '../../domain/money.ts';
import { type Batch, referenceOf } from './order-request.ts';
import { ReplayError } from './problem.ts';
import type { Purchase } from './purchases.ts';
import { Retryable, type Shop } from './shop.ts';

export type Status = OrderView['status'];

/** What the database says of the purchases, read back by the API. */
export interface Standing {
  /** Orders by status, each purchase once: its living order, or the refused one where it has no other. */
  statuses: Map<Status | 'MISSING', number>;
  /** The totals of all living orders, doubles included. */
  money: Minor;
  /** Purchases without a living order of the right amount, or with more than one, in words. */
  differences: string[];
}

const PAGE = 100;
const RETRIES = { retries: 8, minTimeout: 100 };

/** Reads every order of the storefront, and finds those of the batch by their reference. */
export async function readStanding(shop: Shop, batch: Batch, purchases: readonly Purchase[]): Promise<Standing> {
  const wanted = new Map(purchases.map((purchase) => [referenceOf(batch, purchase.line), purchase]));
  const found = new Map<Purchase, OrderView[]>();
  let cursor: string | null = null;
  do {
    const page = await readPage(shop, cursor);
    for (const order of page.data) {
      const purchase = wanted.get(order.reference ?? '');
      if (purchase) found.set(purchase, [...(found.get(purchase) ?? []), order]);
    }
    cursor = page.next;
  } while (cursor !== null);
  return standing(purchases, found);
}

/** A page, though the server may be away for a moment. */
async function readPage(shop: Shop, cursor: string | null) {
  try {
    return await pRetry(() => shop.listOrders(PAGE, cursor), {
      ...RETRIES,
      shouldRetry: ({ error }) => error instanceof Retryable,
    });
  } catch (error) {
    throw error instanceof Retryable ? new ReplayError(`The orders cannot be read back: ${error.message}`) : error;
  }
}

function standing(purchases: readonly Purchase[], found: ReadonlyMap<Purchase, OrderView[]>): Standing {
  const statuses: Standing['statuses'] = new Map();
  const differences: string[] = [];
  let money = 0;
  for (const purchase of purchases) {
    const orders = found.get(purchase) ?? [];
    const living = orders.filter((order) => order.status !== 'CANCELED');
    // Newest first: the last attempt.
    const order = living[0] ?? orders[0];
    const status = order?.status ?? 'MISSING';
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    money += living.reduce((sum, { total }) => sum + total, 0);
    const difference = differs(purchase, living, order);
    if (difference !== null) differences.push(`line ${purchase.line}: ${difference}`);
  }
  return { statuses, money, differences };
}

function differs(purchase: Purchase, living: OrderView[], order: OrderView | undefined): string | null {
  if (!order) return 'has no order';
  if (living.length > 1) return `has ${living.length} orders (${living.map(({ id }) => id).join(', ')})`;
  if (order.status === 'CANCELED') return `order ${order.id} is CANCELED (${order.cancelReason ?? 'no reason'})`;
  if (order.status === 'PENDING' || order.status === 'CANCELING' || order.status === 'ON_HOLD') {
    return `order ${order.id} is ${order.status}`;
  }
  if (order.total !== purchase.total) return `order ${order.id} is of ${order.total} cents, not ${purchase.total}`;
  return null;
}
