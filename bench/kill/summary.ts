import { median } from '../load/statistics.ts';
import { waitOf } from './answers.ts';
import { healthyOrders } from './refused.ts';
import type { Outcome } from './table.ts';
import type { Slow } from './verify.ts';

/** What the table has no column for. */
export function summary({ kills, purchases, violations }: Outcome, slowest: readonly Slow[]): string {
  const ofNoKill = violations.filter(({ kill }) => kill === undefined).length;
  const restarts = kills.map(({ restartMs }) => restartMs / 1000);
  const waits = purchases.filter(({ cutOffBy }) => cutOffBy !== undefined).map(waitOf);
  const healthy = healthyOrders(purchases, kills);
  return (
    `${purchases.length} orders, each asked for again with its key at the end; ${violations.length} violations, ` +
    `${ofNoKill} of them of no order that was cut off.\n` +
    `Of ${healthy.orders} orders with nothing wrong with them ${healthy.refused} were refused, as somebody was out of reach too long.\n` +
    `A restart took ${seconds(restarts)}; an order that was cut off had its answer after ${seconds(waits)}.\n` +
    `The slowest: ${slowest.map(slowly).join('; ')}.\n`
  );
}

function seconds(values: readonly number[]): string {
  return values.length === 0
    ? '-'
    : `${median(values).toFixed(1)} s (median), ${Math.max(...values).toFixed(1)} s (most)`;
}

function slowly({ kind, seconds: waited, attempts }: Slow): string {
  return `${waited.toFixed(0)} s (${kind}; its workflow task was given out ${attempts} times)`;
}
