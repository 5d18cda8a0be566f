import { Router } from 'express';
import { inTime } from './in-time.ts';

/** Each part that the API needs, and how to ask for it; a rejection means that it is missing. */
export type HealthChecks = Record<string, () => Promise<unknown>>;

const PATIENCE_MS = 2000;

/**
 * @param away the services outside that did not answer last: told of, and no reason to send callers elsewhere, as every
 *   process would miss them alike and orders wait for them as the saga has it
 */
export function healthRoutes(checks: HealthChecks, away: () => string[]): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/health/ready', async (_request, response) => {
    const missing = (await Promise.all(Object.entries(checks).map(ask))).flat();
    response
      .status(missing.length === 0 ? 200 : 503)
      .json({ status: missing.length === 0 ? 'ok' : 'missing', missing, away: away() });
  });
  return router;
}

async function ask([part, check]: [string, () => Promise<unknown>]): Promise<string[]> {
  try {
    await inTime(PATIENCE_MS, check());
    return [];
  } catch {
    return [part];
  }
}
