/** Where a role's metrics are, in its task: METRICS_PORT. */
export const METRICS_PORT = 9464;
/** And those of Temporal's SDK: TEMPORAL_METRICS_PORT. */
export const TEMPORAL_METRICS_PORT = 9465;
/** CloudWatch's name for all of the shop's own metrics. Each has one dimension, `service`: the role. */
export const METRICS_NAMESPACE = 'OrderSaga';

/** `name;poller_type`, of the dozens that Temporal's SDK says: what alarms.ts is about. CloudWatch has each paid for. */
const OF_TEMPORAL = ['temporal_num_pollers;workflow_task', 'temporal_workflow_task_execution_failed;'];

/** The collector beside a role: what the role says at /metrics becomes CloudWatch metrics, by way of a log group. */
export function collectorConfig(role: string, region: string, logGroup: string): string {
  const scrape = (job_name: string, port: number) => ({
    job_name,
    scrape_interval: '30s',
    static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { service: role } }],
  });
  return JSON.stringify({
    receivers: {
      prometheus: {
        config: {
          scrape_configs: [
            scrape('order-saga', METRICS_PORT),
            {
              ...scrape('temporal-sdk', TEMPORAL_METRICS_PORT),
              metric_relabel_configs: [
                { source_labels: ['__name__', 'poller_type'], regex: OF_TEMPORAL.join('|'), action: 'keep' },
              ],
            },
          ],
        },
      },
    },
    processors: {
      // What CloudWatch adds up. Histograms would otherwise be all that was ever counted, anew with each look; and as the
      // collector lives as long as its role does, a first value has been told to nobody: a failure that is the first one counts.
      cumulativetodelta: { initial_value: 'keep' },
      batch: {},
    },
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
    service: {
      // Nobody asks for its own.
      telemetry: { metrics: { level: 'none' } },
      pipelines: {
        metrics: { receivers: ['prometheus'], processors: ['cumulativetodelta', 'batch'], exporters: ['awsemf'] },
      },
    },
  });
}
