import { type DestinationStream, pino, type Logger } from 'pino';
import { databaseCause } from '../db/errors.ts';
import { activeSpan } from '../telemetry/spans.ts';
import {
  DefaultLogger,
  type LogLevel,
  makeTelemetryFilterString,
  Runtime,
  type TelemetryOptions,
} from '@temporalio/worker';

/** JSON lines. What could be personal or secret has no place in a log: the list of fields that are cut out. */
const REDACT = ['email', 'shippingAddress', 'billingAddress', 'paymentMethod', '*.email', '*.shippingAddress'];

export function createLog(level: string, destination?: DestinationStream): Logger {
  const serializers = { err: serialize, error: serialize };
  const options = { level, redact: REDACT, base: null, serializers, mixin: traceHere };
  return destination ? pino(options, destination) : pino(options);
}

/** Which trace a line belongs to, by OpenTelemetry's names for it. */
function traceHere(): object {
  const active = activeSpan();
  return active ? { trace_id: active.traceId, span_id: active.spanId } : {};
}

function serialize(error: unknown): unknown {
  const cause = databaseCause(error);
  if (!(cause instanceof Error)) return cause;
  // Postgres' details of a refused row are that row.
  const { detail: _detail, where: _where, ...rest } = pino.stdSerializers.err(cause);
  return rest;
}

/** The SDK says of a task that it cannot read what is in it, all of it. */
function withoutTask({ task: _task, taskEncoded: _encoded, ...rest }: Record<string, unknown> = {}) {
  return rest;
}

const LEVELS: Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/** Temporal's runtime, once a process: it logs to `log`, and leaves the signals to bin. */
export function installTemporalRuntime(log: Logger, metrics?: TelemetryOptions['metrics']): void {
  Runtime.install({
    shutdownSignals: [],
    // Rust's part logs through the same door, instead of to standard output.
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'WARN' }) },
      ...(metrics ? { metrics } : {}),
    },
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]](withoutTask(meta), message)),
  });
}
