import { randomBytes } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace';

type Ids = Readonly<{ traceId: string; spanId: string }>;

/**
 * A trace's id is a ULID in hexadecimal (48 bits of time, 80 random), and the id of its first span the low half of it: an
 * order takes the id of the trace in which it is placed (`orderIdHere`), and whoever knows an order's id can name its trace
 * and a parent in it. A span's id is the low half of a ULID of its own.
 */
class UlidIds implements IdGenerator {
  #newest = '';
  #given: Ids | undefined;

  /** The SDK asks for this one first, and for a trace's only where the span is the first of one. */
  generateSpanId(): string {
    if (this.#given) return this.#given.spanId;
    this.#newest = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
    return this.#newest.slice(16);
  }

  generateTraceId(): string {
    return this.#given?.traceId ?? this.#newest;
  }

  /** Starts a span under ids that others know already. */
  as<T>(known: Ids, start: () => T): T {
    this.#given = known;
    try {
      return start();
    } finally {
      this.#given = undefined;
    }
  }
}

export const ids = new UlidIds();
