import { DrizzleQueryError } from 'drizzle-orm';
import { z } from 'zod';

const PostgresError = z.object({ code: z.string() });

/** What Postgres itself said. Drizzle's message quotes the parameters: names and addresses, nothing for a log. */
export function databaseCause(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? new Error('a query failed')) : error;
}

/**
 * postgres.js', the network's and Postgres' own words for: not reachable, gone in the middle, out of connections, disk or
 * memory (53), or a standby that has not taken over yet (25006).
 */
const UNREACHABLE =
  /^(CONNECTION_|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08|53|25006|57P0[1235])/;

/** True when the database could not be asked; the same request may succeed when it is back. */
export function isUnreachable(error: unknown): boolean {
  const { success, data } = PostgresError.safeParse(databaseCause(error));
  return success && UNREACHABLE.test(data.code);
}
