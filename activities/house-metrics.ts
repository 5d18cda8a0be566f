import type { Db } from '../db/client.ts';
import { houseState } from '../db/house-state.ts';
import { OPERATOR_STEPS } from '../domain/order.ts';
import { meter } from '../telemetry/meter.ts';

/** What waits for somebody, and what runs low. Counted when somebody collects, and not otherwise. */
export function houseMetrics(db: Db): void {
  const attention = meter().createObservableGauge('orders.needs_attention', {
    description: 'Orders that wait for an operator, by what was given up',
  });
  const held = meter().createObservableGauge('orders.on_hold', { description: 'Orders that wait for a review' });
  const low = meter().createObservableGauge('stock.low', {
    description: 'SKUs with fewer units left than their threshold',
  });
  meter().addBatchObservableCallback(
    async (result) => {
      const state = await houseState(db);
      const countOf = new Map(state.attention.map(({ step, orders }) => [step, orders]));
      for (const step of OPERATOR_STEPS) result.observe(attention, countOf.get(step) ?? 0, { step });
      result.observe(held, state.onHold);
      result.observe(low, state.lowStock);
    },
    [attention, held, low],
  );
}
