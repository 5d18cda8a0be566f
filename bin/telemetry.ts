import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TelemetryOptions } from '@temporalio/worker';
import { ids } from '../telemetry/ids.ts';
import { reaching, type Settings } from './settings.ts';

export interface Telemetry {
  /** Sends what is still to be sent. */
  close(): Promise<void>;
}

/**
 * Traces and metrics of this process: to a collector, where OTEL_EXPORTER_OTLP_ENDPOINT is set, and metrics at `/metrics`, where
 * METRICS_PORT is. Before anything asks for a tracer or a meter.
 * @param role the process: `api`, `worker`, …
 */
export async function startTelemetry(settings: Settings, role: string): Promise<Telemetry> {
  const resource = resourceFromAttributes({ 'service.name': `order-saga-${role}`, 'service.namespace': 'order-saga' });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  const closing = [await startMetrics(settings, resource), startTraces(settings, resource)];
  return { close: async () => void (await Promise.allSettled(closing.map((close) => close()))) };
}

async function startMetrics(
  { METRICS_PORT: port, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Settings,
  resource: Resource,
): Promise<() => Promise<void>> {
  const exporter =
    port === undefined ? undefined : new PrometheusExporter({ host: '0.0.0.0', port, preventServerStart: true });
  if (exporter) await reaching('METRICS_PORT', () => exporter.startServer());
  const readers = [
    ...(exporter ? [exporter] : []),
    ...(endpoint === undefined
      ? []
      : [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics` }) })]),
  ];
  if (readers.length === 0) return async () => undefined;
  const provider = new MeterProvider({ readers, resource });
  metrics.setGlobalMeterProvider(provider);
  return () => provider.shutdown();
}

/** The metrics of Temporal's own SDK, which Rust's part of it counts: for its runtime, once a process. */
export function temporalMetrics({
  TEMPORAL_METRICS_PORT: port,
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
}: Settings): TelemetryOptions['metrics'] {
  if (port !== undefined) return { prometheus: { bindAddress: `0.0.0.0:${port}` } };
  return endpoint === undefined ? undefined : { otel: { url: `${endpoint}/v1/metrics`, http: true } };
}

function startTraces(
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACES_SAMPLED: ratio }: Settings,
  resource: Resource,
): () => Promise<void> {
  if (endpoint === undefined) return async () => undefined;
  const provider = new TracerProvider({
    resource,
    idGenerator: ids,
    // By the trace's id alone, and not by the parent's word: all processes keep the same orders, years apart.
    sampler: new TraceIdRatioBasedSampler(ratio),
    spanLimits: { attributeValueLengthLimit: 2048 },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: withoutWords(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` })),
        maxQueueSize: 8192,
      }),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return () => provider.shutdown();
}

/** What an error says may quote a person, or a row; that there was one, and of what kind, is in the attributes. */
function withoutWords(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => {
      const silent = spans.map((span): typeof span =>
        Object.create(span, { events: { value: [] }, status: { value: { code: span.status.code } } }),
      );
      exporter.export(silent, done);
    },
    forceFlush: async () => await exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
