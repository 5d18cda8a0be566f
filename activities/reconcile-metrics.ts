import type { Db } from '../db/client.ts';
import { standingByKind } from '../db/reconciliation-findings.ts';
import { readProgress } from '../db/reconciliation-scope.ts';
import { DIFFERENCE_KINDS } from '../domain/differences.ts';
import { meter } from '../telemetry/meter.ts';

/** What reconciliation tells of itself. The findings are counted when somebody collects, and not otherwise. */
export function reconcileMetrics(db: Db): { compared(orders: number): void } {
  const compared = meter().createCounter('reconciliation.orders', { description: 'Orders that were compared' });
  const standing = meter().createObservableGauge('reconciliation.differences', {
    description: 'Differences between books of the house that stand, by kind',
  });
  const lag = meter().createObservableGauge('reconciliation.lag', {
    description: 'Since the newest change that was compared',
    unit: 's',
  });
  meter().addBatchObservableCallback(
    async (result) => {
      const [counts, changed] = await Promise.all([standingByKind(db), readProgress(db, 'changed')]);
      const countOf = new Map(counts.map(({ kind, count }) => [kind, count]));
      for (const kind of DIFFERENCE_KINDS) result.observe(standing, countOf.get(kind) ?? 0, { kind });
      if (changed !== null) result.observe(lag, Math.max(0, Date.now() - Date.parse(changed)) / 1000);
    },
    [standing, lag],
  );
  return { compared: (orders) => compared.add(orders) };
}
