import { isNotNull, isNull, and, eq } from 'drizzle-orm';
import { type ComparingRules, comparison } from '../../activities/comparing.ts';
import type { PaymentProvider } from '../../activities/payment-provider.ts';
import { stripeClient, stripePayments } from '../../activities/stripe-payments.ts';
import { orderWorkflows } from '../../bin/order-workflows.ts';
import { outbox, reconciliationFindings } from '../../db/schema.ts';
import type { World } from './world.ts';

/** Nothing has time: what is not as it should be at once, is told of. */
export const AT_ONCE: ComparingRules = { quiet: 0, decided: 0, settled: 0, brokenOff: 0, most: 1000, others: 1000 };
const WINDOW_MS = 30 * 24 * 60 * 60 * 1000;

export function comparing(
  world: World,
  rules: Partial<ComparingRules> = {},
  failed: (orderId: string, error: unknown) => void = fails,
  payments = patient(world),
) {
  const { database, client, gateway } = world;
  const deps = {
    db: database.db,
    payments,
    orders: gateway(),
    workflows: orderWorkflows(client),
    returnWindowMs: () => WINDOW_MS,
    stockMoved: async () => undefined,
  };
  const run = {
    goesOn: () => undefined,
    failed,
  };
  return comparison(deps, run, { ...AT_ONCE, ...rules });
}

/** Each call is made once, on a machine that may be busy: the world's own time limit is for services that do not answer. */
function patient({ simulatorUrl: url }: World): PaymentProvider {
  return stripePayments(stripeClient({ apiKey: 'sk_test_simulator', url, timeoutMs: 20_000 }));
}

function fails(orderId: string, error: unknown): never {
  throw new Error(`order ${orderId} was not compared`, { cause: error });
}

export type Found = Record<'kind' | 'subject' | 'detail', string>;

/** What stands, by kind. */
export async function standing({ database: { db } }: World): Promise<Found[]> {
  const { kind, subject, detail, foundAt, resolvedAt } = reconciliationFindings;
  const rows = await db
    .select({ kind, subject, detail })
    .from(reconciliationFindings)
    .where(and(isNull(resolvedAt), isNotNull(foundAt)));
  return rows.toSorted((a, b) => a.kind.localeCompare(b.kind));
}

/** What others were told: the data of each event. */
export async function told({ database: { db } }: World): Promise<unknown[]> {
  const rows = await db.select().from(outbox).where(eq(outbox.eventType, 'reconciliation.difference'));
  return rows.map(({ message }) => JSON.parse(message).data);
}
