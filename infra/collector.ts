/** Where a role's metrics are, in its task: METRICS_PORT. */
export const METRICS_PORT = 9464;
/** CloudWatch's name for all of the shop's own metrics. Each has one dimension, `service`: the role. */
export const METRICS_NAMESPACE = 'OrderSaga';

/** The collector beside a role: what the role says at /metrics becomes CloudWatch metrics, by way of a log group. */
export function collectorConfig(role: string, region: string, logGroup: string): string {
  return JSON.stringify({
    receivers: {
      prometheus: {
        config: {
          scrape_configs: [
            {
              job_name: 'order-saga',
              scrape_interval: '30s',
              static_configs: [{ targets: [`127.0.0.1:${METRICS_PORT}`], labels: { service: role } }],
            },
          ],
        },
      },
    },
    processors: { batch: {} },
    exporters: {
      awsemf: {
        namespace: METRICS_NAMESPACE,
        region,
        log_group_name: logGroup,
        log_stream_name: role,
        dimension_rollup_option: 'NoDimensionRollup',
        metric_declarations: [{ dimensions: [['service']], metric_name_selectors: ['.*'] }],
      },
    },
    service: { pipelines: { metrics: { receivers: ['prometheus'], processors: ['batch'], exporters: ['awsemf'] } } },
  });
}
