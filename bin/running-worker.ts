import { GracefulShutdownPeriodExpiredError, type Worker } from '@temporalio/worker';

export interface RunningWorker {
  /** Resolves with the error when the worker goes by itself. */
  failed: Promise<Error>;
  stop(): Promise<void>;
}

/** Runs a worker until it is stopped. */
export function runWorker(worker: Worker): RunningWorker {
  const running = worker.run();
  const failed = Promise.withResolvers<Error>();
  running.catch((error: unknown) => failed.resolve(error instanceof Error ? error : new Error(String(error))));
  return {
    failed: failed.promise,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      try {
        await running;
      } catch (error) {
        // Its server has gone: what it had in hand is taken up by the next worker.
        if (!(error instanceof GracefulShutdownPeriodExpiredError)) throw error;
      }
    },
  };
}
