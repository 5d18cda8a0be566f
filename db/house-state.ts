import { sql } from 'drizzle-orm';
import { STOREFRONT_NAMES } from '../domain/storefronts.ts';
import type { Db } from './client.ts';
import { orders, stockLevels } from './schema.ts';

export interface HouseState {
  /** Orders by the step that was given up. */
  attention: { step: string; orders: number }[];
  onHold: number;
  lowStock: number;
}

/** Off the index of those that wait for an operator, and of each storefront's by status: whatever the past is. */
export async function houseState(db: Db): Promise<HouseState> {
  const [attention, [held], [low]] = await Promise.all([
    db.execute<{ step: string; orders: number }>(sql`
      select a ->> 'step' as step, count(*)::integer as orders
      from ${orders}, jsonb_array_elements(${orders.attention}) a where ${orders.needsAttention} group by 1`),
    db.execute<{ count: number }>(sql`
      select count(*)::integer as count from ${orders}
      where ${orders.storefront} in ${[...STOREFRONT_NAMES]} and ${orders.status} = 'ON_HOLD'`),
    db.execute<{ count: number }>(sql`select count(*)::integer as count from ${stockLevels} where ${stockLevels.low}`),
  ]);
  return { attention: [...attention], onHold: held?.count ?? 0, lowStock: low?.count ?? 0 };
}
