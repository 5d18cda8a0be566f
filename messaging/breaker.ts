import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';

/** A service outside that is out of reach, or says of itself that it is not well: network, time-out, 429, 5xx. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

export interface BreakerSettings {
  /** Which failures say that the service is away, and not that the request is wrong. */
  isOutage?: (error: unknown) => boolean;
  /** So many in a row open the circuit. */
  failures?: number;
  /** How long it stays open at first, and at most; then one call is let through to see. */
  firstPauseMs?: number;
  maxPauseMs?: number;
  onChange?: (state: 'closed' | 'open') => void;
}

/** A circuit breaker around the calls to one service outside. */
export interface Breaker {
  /**
   * Calls once the circuit is closed, however long that takes: an outage makes callers wait with their message in hand,
   * so that no message uses up its tries on it.
   * @throws what the call throws while the circuit is closed; BrokenCircuitError when `signal` aborts the wait
   */
  run<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function breaker({
  isOutage = (error) => error instanceof Unavailable,
  failures = 5,
  firstPauseMs = 500,
  maxPauseMs = 15_000,
  onChange = () => undefined,
}: BreakerSettings = {}): Breaker {
  const circuit = circuitBreaker(handleWhen(isOutage), {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: firstPauseMs, maxDelay: maxPauseMs }),
  });
  circuit.onBreak(() => onChange('open'));
  circuit.onReset(() => onChange('closed'));
  const waits = (error: unknown) =>
    error instanceof BrokenCircuitError || (isOutage(error) && circuit.state !== CircuitState.Closed);
  // Each waits a random while, so that not always the same message is the one that is let through to see.
  const patience = retry(handleWhen(waits), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1000 }),
  });
  const policy = wrap(patience, circuit);
  return { run: (call, signal) => policy.execute(call, signal) };
}
