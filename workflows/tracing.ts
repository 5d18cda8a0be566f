import { type Headers, type Payload, defaultPayloadConverter } from '@temporalio/common';
import {
  AsyncLocalStorage,
  proxySinks,
  type Sinks,
  workflowInfo,
  type WorkflowInterceptors,
} from '@temporalio/workflow';

/** Where Temporal's interceptors for OpenTelemetry, which client and activities have, keep the `traceparent`. */
const TRACE_HEADER = '_tracer-data';

export interface TraceSinks extends Sinks {
  spans: {
    /** A run has begun: a span of no length, so that what it does has a parent from the first step on, and not in weeks. */
    began(carrier: { traceparent: string }, spanId: string): void;
  };
}

/** What is done now is done for it: what came with an update or a signal. */
const cause = new AsyncLocalStorage<Payload | undefined>();

/**
 * Hands the trace on, and nothing else: OpenTelemetry itself, in each workflow's isolate, would be dearer than the workflow,
 * and its span of a run ends weeks after those below it.
 */
export function interceptors(): WorkflowInterceptors {
  let ofRun: Payload | undefined;

  function handedOn<Input extends { headers: Headers }>(input: Input): Input {
    const header = cause.getStore() ?? ofRun;
    return header ? { ...input, headers: { ...input.headers, [TRACE_HEADER]: header } } : input;
  }

  return {
    inbound: [
      {
        execute: (input, next) => {
          ofRun = begun(input.headers[TRACE_HEADER]);
          return next(input);
        },
        handleUpdate: (input, next) => cause.run(input.headers[TRACE_HEADER], () => next(input)),
        handleSignal: (input, next) => cause.run(input.headers[TRACE_HEADER], () => next(input)),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(handedOn(input)),
        scheduleLocalActivity: (input, next) => next(handedOn(input)),
        continueAsNew: (input, next) => next(handedOn(input)),
      },
    ],
  };
}

/** What stands above all that this run does: the span of the run, whose id is the end of the run's. */
function begun(header: Payload | undefined): Payload | undefined {
  if (!header) return undefined;
  const carrier = defaultPayloadConverter.fromPayload<Record<string, string>>(header);
  const [version, traceId, , flags] = carrier['traceparent']?.split('-') ?? [];
  if (flags === undefined) return undefined;
  const spanId = workflowInfo().runId.replaceAll('-', '').slice(16);
  proxySinks<TraceSinks>().spans.began({ traceparent: carrier['traceparent'] ?? '' }, spanId);
  return defaultPayloadConverter.toPayload({ traceparent: [version, traceId, spanId, flags].join('-') });
}
