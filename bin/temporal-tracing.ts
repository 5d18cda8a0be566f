import { propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { ClientInterceptors } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client/index.js';
import { TRACE_HEADER } from '@temporalio/interceptors-opentelemetry/lib/instrumentation.js';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry/lib/worker/index.js';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import { ids } from '../telemetry/ids.ts';
import { tracer, untraced } from '../telemetry/spans.ts';
import type { TraceSinks } from '../workflows/tracing.ts';

/** Spans of what the client asks of Temporal, which tells it on. */
export function clientTracing(): ClientInterceptors {
  return { workflow: [new OpenTelemetryWorkflowClientInterceptor()] };
}

/** A span of each activity that is done for somebody; what Temporal begins by itself, relays and schedules, leaves none. */
export const activityTracing: ActivityInterceptorsFactory = (context) => {
  const traced = new OpenTelemetryActivityInboundInterceptor(context);
  return {
    inbound: {
      execute: (input, next) =>
        TRACE_HEADER in input.headers ? traced.execute(input, next) : untraced(() => next(input)),
    },
  };
};

/** Not in a replay: what is told again was told before. */
export const traceSinks: InjectedSinks<TraceSinks> = {
  spans: {
    began: {
      fn: ({ workflowType, workflowId, runId }, carrier, spanId) => {
        const parent = propagation.extract(ROOT_CONTEXT, carrier);
        const traceId = trace.getSpanContext(parent)?.traceId;
        if (traceId === undefined) return;
        const attributes = { 'temporal.workflow.id': workflowId, 'temporal.run.id': runId };
        const begin = () => tracer().startSpan(`RunWorkflow:${workflowType}`, { attributes }, parent);
        ids.as({ traceId, spanId }, begin).end();
      },
      callDuringReplay: false,
    },
  },
};
