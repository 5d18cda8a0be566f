import type { OrderCloudEvent } from '../contracts/events.ts';
import type { RecordedEvent } from './events.ts';
import type { Minor } from './money.ts';
import type { Order } from './order.ts';
import { cloudEvent, publicType } from './public-events.ts';
import { apply } from './reducer.ts';
import type { OrderStatus } from './states.ts';

/** What analytics keeps of an order: enough for every figure of its day. */
export interface OrderFacts {
  orderId: string;
  storefront: string;
  /** The UTC day of the order's creation. All that becomes of it later counts there: figures are by cohort. */
  day: string;
  currency: string;
  total: Minor;
  /** Of the newest public event that these facts know of. */
  sequence: number;
  /** False for an order that was refused at the checkout, or that nobody has said to be confirmed yet. */
  wasConfirmed: boolean;
  confirmedAt: Date | null;
  /** When the last parcel left, or the rest was canceled. */
  shippedAt: Date | null;
  deliveredAt: Date | null;
  canceledAt: Date | null;
  skus: SkuFacts[];
}

/** What an order has of a SKU, over all its lines. Revenue is without charges and discounts, which belong to no line. */
export interface SkuFacts {
  sku: string;
  units: number;
  revenue: Minor;
}

/** Where no order is that was never confirmed. */
const CONFIRMED: readonly string[] = [
  'PROCESSING',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
] satisfies OrderStatus[];

/** What one event says of its order. */
export function factsOf({ type, sequence, storefront, subject, time, data }: OrderCloudEvent): OrderFacts {
  const when = new Date(time);
  return {
    orderId: subject,
    storefront,
    day: new Date(data.createdAt).toISOString().slice(0, 10),
    currency: data.currency,
    total: data.total,
    sequence,
    // Of order.cancelled nobody can tell, as an order may be held, and changed, before it is confirmed. The others will.
    wasConfirmed: type !== 'order.cancelled' && CONFIRMED.includes(data.status),
    confirmedAt: type === 'order.created' ? when : null,
    shippedAt: data.status === 'SHIPPED' ? when : null,
    deliveredAt: type === 'order.delivered' ? when : null,
    canceledAt: type === 'order.cancelled' ? when : null,
    skus: skusOf(data.lines),
  };
}

/**
 * What is known by both. Commutative, associative and idempotent: events that come in any order, and any number of times,
 * end in the same facts.
 */
export function mergeFacts(a: OrderFacts, b: OrderFacts): OrderFacts {
  // What may change over an order's life is as its newest event has it.
  const newest = b.sequence > a.sequence ? b : a;
  return {
    ...newest,
    wasConfirmed: a.wasConfirmed || b.wasConfirmed,
    confirmedAt: a.confirmedAt ?? b.confirmedAt,
    shippedAt: earlier(a.shippedAt, b.shippedAt),
    deliveredAt: a.deliveredAt ?? b.deliveredAt,
    canceledAt: a.canceledAt ?? b.canceledAt,
  };
}

/**
 * The facts by an order's own events, as whoever hears public events of these types has them in the end. Null where there
 * is none of them.
 */
export function foldFacts(events: readonly RecordedEvent[], hears: readonly string[]): OrderFacts | null {
  let order: Order | null = null;
  let facts: OrderFacts | null = null;
  for (const event of events) {
    order = apply(order, event);
    const type = publicType(event.type);
    if (type === undefined || !hears.includes(type)) continue;
    const more = factsOf(cloudEvent(event, order));
    facts = facts ? mergeFacts(facts, more) : more;
  }
  return facts;
}

/** More may become of an order that has shipped. */
function earlier(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b < a) ? b : a;
}

/** The order in which facts have their SKUs, so that equal facts are the same to a comparison. */
export function bySku(a: SkuFacts, b: SkuFacts): number {
  return a.sku < b.sku ? -1 : 1;
}

function skusOf(lines: OrderCloudEvent['data']['lines']): SkuFacts[] {
  const skus = new Map<string, SkuFacts>();
  for (const { sku, quantity, total } of lines) {
    const { units, revenue } = skus.get(sku) ?? { units: 0, revenue: 0 };
    skus.set(sku, { sku, units: units + quantity, revenue: revenue + total });
  }
  return [...skus.values()].toSorted(bySku);
}
