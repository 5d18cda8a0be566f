import type { RecordedEvent } from '../../domain/events.ts';
import { formatTotal } from '../../domain/money.ts';
import { heldBy, type LineQuantity, type Order } from '../../domain/order.ts';
import { plain, shortened, table } from './text.ts';

const WORDS = 70;

/** All of an order that an operator looks for; no address, as that is in the API. */
export function orderInFull(order: Order, events: readonly RecordedEvent[]): string {
  return [summary(order), lines(order), money(order), parcels(order), refunds(order), returns(order), timeline(events)]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function attentionTable(orders: readonly Order[]): string {
  const rows = orders.flatMap(({ id, storefront, status, attention }) =>
    attention.map(({ step, error, since }) => [id, storefront, status, step, shortened(error, WORDS), since]),
  );
  return table(['order', 'storefront', 'status', 'step', 'error', 'since'], rows);
}

function summary(order: Order): string {
  const { hold, edit, cancelReason, cancelNote } = order;
  return [
    `order ${order.id}: ${order.status}, version ${order.version}`,
    `storefront ${order.storefront}, customer ${order.customerId ?? 'a guest'}, reference ${order.reference ?? '-'}`,
    `placed ${order.createdAt}, changed ${order.updatedAt}, delivered ${order.deliveredAt ?? '-'}`,
    ...order.attention.map(({ step, error, since }) => `NEEDS ATTENTION: ${step}, since ${since}: ${error}`),
    ...(hold ? [`ON HOLD: ${hold.reason}, ${hold.note ?? '-'}, until ${hold.until ?? 'somebody says so'}`] : []),
    ...(edit ? [`BEING EDITED: ${edit.id}`] : []),
    ...(cancelReason === null ? [] : [`canceled: ${cancelReason}, ${cancelNote ?? '-'}`]),
    ...(order.openCompensations.length > 0 ? [`still to give back: ${order.openCompensations.join(', ')}`] : []),
  ]
    .map(plain)
    .join('\n');
}

function lines({ lines: all, charges, backorders, currency }: Order): string {
  const rows = all.map(({ id, sku, quantity, shipped, canceled, returned, total }) => [
    id,
    sku,
    quantity,
    shipped,
    canceled,
    returned,
    formatTotal(total, currency),
  ]);
  const charged = charges.map(({ type, name, amount }) => [type, name, '', '', '', '', formatTotal(amount, currency)]);
  const waiting = backorders.map(({ sku, quantity }) => `\n${quantity} of ${plain(sku)} wait for stock`);
  const head = ['line', 'SKU', 'units', 'shipped', 'canceled', 'returned', 'total'];
  return table(head, [...rows, ...charged]) + waiting.join('');
}

function money({ total, payment, authorizations, waived, currency }: Order): string {
  const amount = (minor: number) => formatTotal(minor, currency);
  const { status, authorized, captured, refunded } = payment;
  const sums = `total ${amount(total)}; payment ${status}: ${amount(authorized)} authorized, ${amount(captured)} captured, ${amount(refunded)} refunded`;
  const settled = waived > 0 ? `, ${amount(waived)} settled by hand` : '';
  if (authorizations.length === 0) return sums + settled;
  const rows = authorizations.map((one) => [
    one.number,
    ...[one.amount, heldBy(one), one.captured, one.released, one.refunded].map(amount),
    one.captureBefore,
  ]);
  return `${sums}${settled}\n${table(['authorization', 'amount', 'held', 'captured', 'released', 'refunded', 'until'], rows)}`;
}

function parcels({ shipments }: Order): string {
  const rows = shipments.map(({ id, status, carrier, trackingNumber, lines: units }) => [
    id,
    status,
    carrier,
    trackingNumber,
    unitsText(units),
  ]);
  return rows.length === 0 ? '' : table(['parcel', 'status', 'carrier', 'tracking', 'lines'], rows);
}

function refunds({ refunds: all, currency }: Order): string {
  const rows = all.map(({ id, status, amount, refunded, reason, returnId }) => [
    id,
    status,
    formatTotal(amount, currency),
    formatTotal(refunded, currency),
    reason,
    returnId,
  ]);
  return rows.length === 0 ? '' : table(['refund', 'status', 'amount', 'given back', 'reason', 'return'], rows);
}

function returns({ returns: all }: Order): string {
  const rows = all.map(({ id, status, lines: units, reason, note, refundId }) => [
    id,
    status,
    unitsText(units),
    reason,
    note,
    refundId,
  ]);
  return rows.length === 0 ? '' : table(['return', 'status', 'lines', 'reason', 'note', 'refund'], rows);
}

/** By their types, and the words that say why: the rest may be personal. */
function timeline(events: readonly RecordedEvent[]): string {
  const rows = events.map(({ version, time, type, data }) => [version, time, type, shortened(wordsOf(data), WORDS)]);
  return table(['version', 'time', 'event', ''], rows);
}

const TELLING = ['reason', 'step', 'note', 'error', 'amount', 'number', 'shipmentId', 'lineId', 'quantity'];

function wordsOf(data: RecordedEvent['data']): string {
  const values = new Map<string, unknown>(Object.entries(data));
  return TELLING.flatMap((name) => {
    const value = values.get(name);
    return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : [];
  }).join(', ');
}

function unitsText(units: readonly LineQuantity[]): string {
  return units.map(({ lineId, quantity }) => `${quantity} of ${lineId}`).join(', ');
}
