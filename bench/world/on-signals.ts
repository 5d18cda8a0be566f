const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * From now on a signal that would end this process first takes everything down; the exit code is the shell's for it.
 * @returns takes that back
 */
export function stopOnSignals(stop: () => Promise<void>): () => void {
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => {
    const handler = () => {
      void stop().finally(() => process.exit(code));
    };
    // `on`: a second Ctrl-C must not end this process in the middle of stopping the others.
    process.on(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}
