import { GracefulShutdownPeriodExpiredError, type Worker } from '@temporalio/worker';

export interface RunningWorker {
  /** Resolves with the error when the worker goes by itself. */
  failed: Promise<Error>;
  stop(): Promise<void>;
}

/**
 * Runs a worker until it is stopped.
 * @param create gets a signal for activities that run for long: aborted when the worker begins to stop
 */
export async function runWorker(create: (stopping: AbortSignal) => Promise<Worker>): Promise<RunningWorker> {
  const stopping = new AbortController();
  const worker = await create(stopping.signal);
  const running = worker.run();
  const failed = Promise.withResolvers<Error>();
  running.catch((error: unknown) => {
    // Once it stops, whoever stops it is told.
    if (!stopping.signal.aborted) failed.resolve(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    failed: failed.promise,
    stop: async () => {
      stopping.abort();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      try {
        await running;
      } catch (error) {
        // Its server has gone: what it had in hand is taken up by the next worker. Or it has done all that it had, and a thread
        // of sdk-core lets go of it too late (sdk-rust pull request 1330).
        const isOver = error instanceof GracefulShutdownPeriodExpiredError || worker.getState() === 'STOPPED';
        if (!isOver) throw error;
      }
    },
  };
}
