import type { EventData } from '../../contracts/events.ts';
import { formatMoney } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import { type Storefront, STOREFRONTS } from '../../domain/storefronts.ts';

/** What a template may name. All of it is there in every message; null where there is none. */
export interface MailView {
  name: string;
  orderId: string;
  /** When it was placed. */
  date: string;
  lines: { sku: string; quantity: string; total: string }[];
  total: string;
  /** Nothing was to pay. */
  isFree: boolean;
  /** The newest parcel: of `order.shipped`, the one that it is about. */
  parcel: {
    carrier: string | null;
    trackingNumber: string | null;
    lines: { sku: string; quantity: string }[];
    /** More of the order is to follow. */
    isPart: boolean;
  } | null;
  returnDays: string;
}

/** The language in which a storefront writes to a customer, and the place by whose habits numbers and dates are written. */
export interface Reader {
  storefront: Storefront;
  language: string;
  locale: string;
}

/** @param locale the customer's (BCP 47), as the checkout gave it: any text */
export function readerOf(storefront: Storefront, locale: string | null): Reader {
  const { languages } = STOREFRONTS[storefront];
  const [usual] = languages;
  const wanted = parseLocale(locale);
  const language = languages.find((one) => one === wanted?.language);
  return language && wanted
    ? { storefront, language, locale: wanted.baseName }
    : { storefront, language: usual, locale: usual };
}

function parseLocale(locale: string | null): Intl.Locale | null {
  try {
    // Some write de_DE.
    return locale === null ? null : new Intl.Locale(locale.replaceAll('_', '-'));
  } catch {
    return null;
  }
}

/** Of the event's own data, however the order stands by now; the name alone is the order's, as events have none. */
export function mailView(data: EventData, order: Order, { storefront, locale }: Reader): MailView {
  const { returnWindowDays, timeZone } = STOREFRONTS[storefront];
  const number = new Intl.NumberFormat(locale);
  const money = (amount: number) => formatMoney(amount, data.currency, locale);
  const skus = new Map(data.lines.map(({ id, sku }) => [id, sku]));
  const parcel = data.shipments.at(-1);
  return {
    name: (order.billingAddress ?? order.shippingAddress).name,
    orderId: data.orderId,
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(new Date(data.createdAt)),
    lines: data.lines.map(({ sku, quantity, total }) => ({
      sku,
      quantity: number.format(quantity),
      total: money(total),
    })),
    total: money(data.total),
    isFree: data.total === 0,
    parcel: parcel
      ? {
          carrier: parcel.carrier,
          trackingNumber: parcel.trackingNumber,
          lines: parcel.lines.map(({ lineId, quantity }) => ({
            sku: skus.get(lineId) ?? '',
            quantity: number.format(quantity),
          })),
          isPart: data.status === 'PARTIALLY_SHIPPED',
        }
      : null,
    returnDays: number.format(returnWindowDays),
  };
}
