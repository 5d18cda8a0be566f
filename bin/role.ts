import { databaseCause } from '../db/errors.ts';

/**
 * Runs a process: `start` brings it up and gives back how to stop it. SIGINT and SIGTERM, however often, stop it once
 * and exit 0; what fails is one clear line on standard error, and exit 1.
 * @param limitMs the process is gone after this, also when something does not let go
 */
export async function runRole(
  start: (signal: AbortSignal) => Promise<{ stop(): Promise<void>; failed?: Promise<Error> }>,
  limitMs = 19_000,
): Promise<void> {
  const aborted = new AbortController();
  const asked = Promise.withResolvers<void>();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      asked.resolve();
      aborted.abort();
    });
  }
  let code = 0;
  const complain = (error: unknown) => {
    code = 1;
    const cause = databaseCause(error);
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  };

  try {
    const running = await start(aborted.signal);
    const failed = running.failed?.then(complain) ?? new Promise<void>(() => undefined);
    await Promise.race([asked.promise, failed]);
    setTimeout(() => process.exit(code || 1), limitMs).unref();
    await running.stop();
  } catch (error) {
    if (!aborted.signal.aborted) complain(error);
  }
  process.exit(code);
}
