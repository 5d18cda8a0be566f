import type { OrderEvent, OrderEventType, RecordedEvent } from './events.ts';
import type { Address, Order, PlacedOrder, Shipment } from './order.ts';

/** Stands where words were that cannot be left out. */
export const ERASED = 'erased';

type DataOf<Type extends OrderEventType> = Extract<OrderEvent, { type: Type }>['data'];
type Erasures = { [Type in OrderEventType]: (data: DataOf<Type>) => DataOf<Type> };

/** Nothing in it is of a person: amounts, units, ids of ours, codes. */
const same = <Data>(data: Data): Data => data;
const withoutNote = <Data extends { note: string | null }>(data: Data): Data => ({ ...data, note: null });
const noteErased = <Data extends { note: string }>(data: Data): Data => ({ ...data, note: ERASED });
/** Services repeat in their errors what they were told. */
const errorErased = <Data extends { error: string }>(data: Data): Data => ({ ...data, error: ERASED });
const withoutReason = <Data extends { reason: string | null }>(data: Data): Data => ({ ...data, reason: null });
/** A carrier knows by it who was sent what. */
const untracked = (shipment: Shipment): Shipment => ({ ...shipment, trackingNumber: null });

/** What is left of each event without the person whose order it is: money, stock, and how it went. */
const ERASURES: Erasures = {
  'order.placed': ({ order }) => ({ order: placedByNobody(order) }),
  'stock.reserved': same,
  'stock.allocated': same,
  'order.confirmed': same,
  'address.changed': ({ shippingAddress }) => ({ shippingAddress: erasedAddress(shippingAddress) }),
  'order.partially_shipped': (data) => ({ ...data, shipment: untracked(data.shipment) }),
  'order.shipped': (data) => ({ ...data, shipment: untracked(data.shipment) }),
  'shipment.refused': (data) => errorErased({ ...data, shipment: untracked(data.shipment) }),
  'delivery.early': same,
  'parcel.delivered': same,
  'order.delivered': same,
  'line.canceled': withoutNote,
  'rest.canceled': same,
  'order.held': withoutNote,
  'order.released': withoutNote,
  'edit.started': same,
  'edit.failed': errorErased,
  'order.edited': same,
  'order.cancel_started': (data) => ({ ...data, note: null, details: null }),
  'stock.released': same,
  'payment.voided': same,
  'compensation.failed': errorErased,
  'compensation.skipped': noteErased,
  'order.canceled': same,
  'payment.authorized': same,
  'payment.captured': same,
  'payment.released': same,
  'refund.requested': withoutReason,
  'payment.refunded': same,
  'return.requested': withoutReason,
  'return.approved': same,
  'return.rejected': withoutNote,
  'return.received': same,
  'capture.failed': errorErased,
  'capture.skipped': noteErased,
  'step.failed': errorErased,
  'step.skipped': noteErased,
  'step.retried': noteErased,
  'payment.left_open': same,
};

/** The event without its person. Erased again it is the same. */
export function withoutPerson(event: RecordedEvent): RecordedEvent {
  const erase = ERASURES[event.type] as (data: RecordedEvent['data']) => RecordedEvent['data'];
  // The table has a row for each type, and each row keeps its type's data.
  return { ...event, data: erase(event.data) } as RecordedEvent;
}

function placedByNobody(order: PlacedOrder): PlacedOrder {
  return {
    ...order,
    customerId: null,
    email: null,
    locale: null,
    reference: null,
    shippingAddress: erasedAddress(order.shippingAddress),
    billingAddress: order.billingAddress && erasedAddress(order.billingAddress),
    metadata: {},
  };
}

/** The country stays: what was sold where is the tax office's. */
function erasedAddress({ country }: Address): Address {
  return { name: ERASED, line1: ERASED, city: ERASED, country };
}

/** Why the person of an order is still needed; null where it is over. */
export function stillNeeded({ status, needsAttention }: Pick<Order, 'status' | 'needsAttention'>): string | null {
  if (needsAttention) return `it is ${status} and needs attention`;
  return status === 'CANCELED' || status === 'DELIVERED' ? null : `it is ${status}`;
}
