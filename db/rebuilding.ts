import { isDeepStrictEqual } from 'node:util';
import type { RecordedEvent } from '../domain/events.ts';
import type { Order } from '../domain/order.ts';
import { fold } from '../domain/reducer.ts';
import type { Db } from './client.ts';
import { allOrderPages } from './order-lists.ts';
import { readRecords } from './reconciliation.ts';

const PAGE = 100;

/** An order by its events, and what of its row is not so. */
export interface Rebuilt {
  /** Null where its events cannot be. */
  order: Order | null;
  /** The names of the fields that differ, as their values may be personal; or why there is no order. Null: it is the same. */
  unlike: string | null;
}

export function rebuilt(row: Order, events: readonly RecordedEvent[]): Rebuilt {
  try {
    const order = fold(events);
    return { order, unlike: order ? unlike(row, order) : 'it has no events' };
  } catch (error) {
    return { order: null, unlike: error instanceof Error ? error.message : String(error) };
  }
}

/** Every order, oldest first, with what of it is not as its events have it: row and events as of one moment. */
export async function* rebuildAll(db: Db): AsyncGenerator<{ id: string; unlike: string | null }> {
  for await (const ids of allOrderPages(db, PAGE)) {
    for (const { order, events } of await readRecords(db, ids)) {
      yield { id: order.id, unlike: rebuilt(order, events).unlike };
    }
  }
}

function unlike(row: Order, order: Order): string | null {
  const values = new Map<string, unknown>(Object.entries(order));
  const fields = Object.entries(row).filter(([name, value]) => !isDeepStrictEqual(value, values.get(name)));
  return fields.length === 0 ? null : fields.map(([name]) => name).join(', ');
}
