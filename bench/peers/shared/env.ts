import postgres from 'postgres';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

/** What the bench tells every peer; the same for all. */
const Environment = z.object({
  PORT: port,
  DATABASE_URL: z.string().min(1),
  DATABASE_POOL: z.coerce.number().int().min(2).describe('Connections at most, for orders'),
  PAYMENTS_URL: z.url(),
  CUSTOMERS_URL: z.url(),
  PROVIDER_TIMEOUT_MS: z.coerce.number().int().min(1).describe('One call to either of them'),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  DATA_DIR: z.string().min(1).describe("A folder of the peer's own"),
  RUN: z.string().min(1).describe('Names this run: task queues, groups, …'),
  ENGINE_PORT: port.describe("The first of ten ports for the peer's engine"),
});

export type Environment = z.infer<typeof Environment>;

/** @throws ZodError that names each variable that is missing or wrong */
export function readEnvironment(): Environment {
  return Environment.parse(process.env);
}

export interface Pools {
  /** For the work of orders: every commit is flushed. */
  sql: postgres.Sql;
  /** For the door: the claim of a key does not wait for its flush, as the order's own commit repeats it. */
  door: postgres.Sql;
  close: () => Promise<void>;
}

export function connectPools({ DATABASE_URL, DATABASE_POOL }: Environment): Pools {
  const sql = connect(DATABASE_URL, DATABASE_POOL, 'on');
  const door = connect(DATABASE_URL, 4, 'off');
  return {
    sql,
    door,
    close: async () => {
      await Promise.all([sql.end({ timeout: 5 }), door.end({ timeout: 5 })]);
    },
  };
}

function connect(url: string, max: number, synchronousCommit: 'on' | 'off'): postgres.Sql {
  return postgres(url, {
    max,
    onnotice: () => undefined,
    connection: { application_name: 'order-saga-bench', synchronous_commit: synchronousCommit },
  });
}

/** Runs `stop` on SIGTERM, then ends with 0. */
export function onStop(stop: () => Promise<void>): void {
  process.once('SIGTERM', () => {
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  });
}
