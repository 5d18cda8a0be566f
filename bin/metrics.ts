import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { reaching, type Settings } from './settings.ts';

/** Metrics of this process at `/metrics`, where METRICS_PORT is set. Before anything asks for a meter. */
export async function serveMetrics({ METRICS_PORT: port }: Settings): Promise<void> {
  if (port === undefined) return;
  const exporter = new PrometheusExporter({ host: '0.0.0.0', port, preventServerStart: true });
  await reaching('METRICS_PORT', () => exporter.startServer());
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));
}
