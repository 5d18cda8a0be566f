import { readDaily } from '../db/analytics-daily.ts';
import type { Db } from '../db/client.ts';
import { invalidField, OrderSagaError } from '../domain/errors.ts';
import type { QueryOf } from '../contracts/operations.ts';
import type { Handlers } from './routes.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const USUAL_DAYS = 30;
const MAX_DAYS = 366;

/** Figures by day, for operators. */
export function analyticsHandlers(db: Db): Pick<Handlers, 'dailyAnalytics'> {
  return {
    async dailyAnalytics({ caller, query }) {
      if (caller.storefront !== null && (query.storefront ?? caller.storefront) !== caller.storefront) {
        throw new OrderSagaError('not_found', `There is no storefront ${query.storefront}`);
      }
      const only = caller.storefront === null ? {} : { storefront: caller.storefront };
      return { status: 200, body: { data: await readDaily(db, { ...period(query), ...only }) } };
    },
  };
}

/** @throws OrderSagaError `invalid_request` where it ends before it begins, or is too long */
function period({ from, to, ...only }: QueryOf<'dailyAnalytics'>) {
  const last = to ?? dayOf(Date.now());
  const first = from ?? dayOf(Date.parse(last) - (USUAL_DAYS - 1) * DAY_MS);
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (days < 1) throw invalidField('/from', `must not be after ${last}`);
  if (days > MAX_DAYS) throw invalidField('/from', `must be at most ${MAX_DAYS} days up to ${last}`);
  return { from: first, to: last, ...only };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
