import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { z } from 'zod';
import type { Db } from '../../db/client.ts';
import * as schema from '../../db/schema.ts';

/** What Postgres did for a query. */
export interface Plan {
  /** Each table that was read from its beginning to its end. */
  scannedWhole: string[];
  indexes: string[];
  /** Rows that were looked at, by table, also those that were of no use. */
  rowsRead: Record<string, number>;
  /** Rows of the largest sort. */
  rowsSorted: number;
}

export interface Planner {
  db: Db;
  /** Of each statement that `work` sends, its plans: one for its very parameters, and the one that a statement gets that is sent often. */
  plansOf(work: () => Promise<unknown>): Promise<Plan[]>;
  close(): Promise<void>;
}

/** Sees every statement as it goes to the server. One connection. */
export function connectPlanner(url: string): Planner {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const sent: { query: string; params: unknown[] }[] = [];
  const logger = { logQuery: (query: string, params: unknown[]) => void sent.push({ query, params }) };

  async function explain({ query, params }: (typeof sent)[number]): Promise<Plan> {
    const values = params.length === 0 ? '' : `(${params.map(literal).join(', ')})`;
    await sql.unsafe(`prepare explained as ${query}`);
    try {
      const rows = await sql.unsafe(`explain (analyze, format json) execute explained ${values}`);
      return summary(Answer.parse([...rows])[0]['QUERY PLAN'][0].Plan);
    } finally {
      await sql`deallocate explained`;
    }
  }

  return {
    db: drizzle(sql, { schema, logger }),
    async plansOf(work) {
      sent.length = 0;
      await work();
      // Of what a transaction is like there is no plan.
      const statements = sent.filter(({ query }) => !query.startsWith('set '));
      const plans: Plan[] = [];
      for (const mode of ['force_custom_plan', 'force_generic_plan']) {
        await sql`select set_config('plan_cache_mode', ${mode}, false)`;
        for (const statement of statements) plans.push(await explain(statement));
      }
      return plans;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

const Node = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  'Rows Removed by Index Recheck': z.number().default(0),
  get Plans() {
    return z.array(Node).default([]);
  },
});
type Node = z.infer<typeof Node>;
const Value = z.union([z.null(), z.coerce.string()]);
const Answer = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: Node })]) })]);

function summary(root: Node): Plan {
  const plan: Plan = { scannedWhole: [], indexes: [], rowsRead: {}, rowsSorted: 0 };
  for (const node of withDescendants(root)) {
    const { 'Node Type': type, 'Relation Name': table, 'Index Name': index } = node;
    if (index !== undefined) plan.indexes.push(index);
    if (table !== undefined) plan.rowsRead[table] = (plan.rowsRead[table] ?? 0) + rowsOf(node);
    if (table !== undefined && type === 'Seq Scan') plan.scannedWhole.push(table);
    if (type === 'Sort' || type === 'Incremental Sort') {
      plan.rowsSorted = Math.max(plan.rowsSorted, ...node.Plans.map((child) => child['Actual Rows']));
    }
  }
  return plan;
}

function rowsOf(node: Node): number {
  const each = node['Actual Rows'] + node['Rows Removed by Filter'] + node['Rows Removed by Index Recheck'];
  return Math.round(each * node['Actual Loops']);
}

function withDescendants(node: Node): Node[] {
  return [node, ...node.Plans.flatMap(withDescendants)];
}

function literal(value: unknown): string {
  const text = Value.parse(value);
  return text === null ? 'null' : `'${text.replaceAll("'", "''")}'`;
}
