import { z } from 'zod';

const PostgresError = z.object({ code: z.string(), constraint_name: z.string().optional() });

/** True for Postgres' unique_violation (23505) of that constraint, wrapped by Drizzle or not. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const parsed = PostgresError.safeParse(cause);
  return parsed.success && parsed.data.code === '23505' && parsed.data.constraint_name === constraint;
}
