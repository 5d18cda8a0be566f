import { ulid } from 'ulid';
import type { OrderEvent, RecordedEvent } from '../../domain/events.ts';
import type { Order, PlacedOrder } from '../../domain/order.ts';
import { apply } from '../../domain/reducer.ts';

/** Orders for the units: as small as can be, and quick to bring to where a test wants them. */

/** An order of lines `line-0`, `line-1`… with so many units each, at 100 a unit. */
export function placed(...quantities: number[]): PlacedOrder {
  const lines = (quantities.length === 0 ? [2] : quantities).map((quantity, index) => ({
    id: `line-${index}`,
    sku: `SKU-${index}`,
    quantity,
    unitPrice: 100,
    total: 100 * quantity,
    shipped: 0,
    canceled: 0,
    returned: 0,
  }));
  return {
    id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    storefront: 'us',
    customerId: 'cus_1',
    email: null,
    locale: null,
    reference: null,
    currency: 'USD',
    lines,
    charges: [],
    total: lines.reduce((sum, { total }) => sum + total, 0),
    shippingAddress: { name: 'A', line1: '1', city: 'S', country: 'US' },
    billingAddress: null,
    metadata: {},
  };
}

/** The next event of an order in its place. */
export function recorded(order: Order | null, event: OrderEvent): RecordedEvent {
  const version = (order?.version ?? 0) + 1;
  return {
    ...event,
    id: ulid(1_700_000_000_000 + version),
    version,
    time: new Date(1_700_000_000_000 + version).toISOString(),
  };
}

export function after(order: Order | null, ...events: OrderEvent[]): Order {
  const last = events.reduce<Order | null>((current, event) => apply(current, recorded(current, event)), order);
  if (!last) throw new Error('no order yet');
  return last;
}

export function pending(...quantities: number[]): Order {
  return after(null, { type: 'order.placed', data: { order: placed(...quantities) } });
}

export function processing(...quantities: number[]): Order {
  const order = pending(...quantities);
  return after(
    order,
    { type: 'stock.reserved', data: { reservations: [] } },
    { type: 'order.confirmed', data: { authorized: order.total } },
  );
}
