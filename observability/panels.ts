/** A panel of the dashboard: what it shows, in Grafana's unit, by PromQL on the names that METRICS_PORT has. */
export interface PanelSpec {
  title: string;
  unit: string;
  legend: string;
  expr: string;
}

const rate = (metric: string, by: string) => `sum by (${by}) (rate(${metric}[$__rate_interval]))`;
const quantile = (q: number, metric: string, by = 'le') =>
  `histogram_quantile(${q}, sum by (${by}) (rate(${metric}[$__rate_interval])))`;
const CHECKOUTS = '{http_request_method="POST", http_route="/v1/orders"}';

/** Rows from the customer inwards: what is asked of us first, what it stands on last. */
export const ROWS: Record<string, PanelSpec[]> = {
  'The API': [
    {
      title: 'Requests',
      unit: 'reqps',
      legend: '{{http_route}}',
      expr: rate('http_server_request_duration_count', 'http_route'),
    },
    {
      title: 'Refusals and errors',
      unit: 'reqps',
      legend: '{{error_type}}',
      expr: rate('http_server_request_duration_count{error_type!=""}', 'error_type'),
    },
    {
      title: 'A checkout, p99',
      unit: 's',
      legend: 'p99',
      expr: quantile(0.99, `http_server_request_duration_bucket${CHECKOUTS}`),
    },
  ],
  Orders: [
    {
      title: 'What happens to orders',
      unit: 'ops',
      legend: '{{type}} {{storefront}}',
      expr: rate('outbox_published_total', 'type, storefront'),
    },
    {
      title: 'Compensations',
      unit: 'ops',
      legend: '{{step}} {{outcome}}',
      expr: rate('compensations_total', 'step, outcome'),
    },
    {
      title: 'Wait for an operator',
      unit: 'short',
      legend: '{{step}}',
      expr: 'max by (step) (orders_needs_attention)',
    },
    { title: 'On hold', unit: 'short', legend: 'orders', expr: 'max(orders_on_hold)' },
    {
      title: 'Books that differ',
      unit: 'short',
      legend: '{{kind}}',
      expr: 'max by (kind) (reconciliation_differences)',
    },
    { title: 'SKUs that have run low', unit: 'short', legend: 'SKUs', expr: 'max(stock_low)' },
  ],
  Events: [
    { title: 'Oldest event not published', unit: 's', legend: 'age', expr: 'max(outbox_lag)' },
    { title: 'Events not published', unit: 'short', legend: 'events', expr: 'max(outbox_depth)' },
    {
      title: 'From the commit to the topic, p99',
      unit: 's',
      legend: 'p99',
      expr: quantile(0.99, 'outbox_delay_bucket'),
    },
    {
      title: 'Age of an event when it is handled, p95',
      unit: 's',
      legend: '{{queue}}',
      expr: quantile(0.95, 'messaging_age_bucket', 'le, queue'),
    },
    {
      title: 'Messages handled',
      unit: 'ops',
      legend: '{{queue}} {{outcome}}',
      expr: rate('messaging_process_duration_count', 'queue, outcome'),
    },
    { title: 'Messages that wait', unit: 'short', legend: '{{queue}}', expr: 'max by (queue) (messaging_depth)' },
    { title: 'Dead letters', unit: 'short', legend: '{{queue}}', expr: 'max by (queue) (messaging_dead_letters)' },
    { title: 'Open circuits', unit: 'short', legend: '{{outside}}', expr: 'max by (outside) (breaker_open)' },
  ],
  Temporal: [
    {
      title: 'Workflow tasks',
      unit: 'ops',
      legend: '{{workflow_type}}',
      expr: rate('temporal_workflow_task_execution_latency_count', 'workflow_type'),
    },
    {
      title: 'Activities',
      unit: 'ops',
      legend: '{{activity_type}}',
      expr: rate('temporal_activity_execution_latency_count', 'activity_type'),
    },
    {
      title: 'Pollers',
      unit: 'short',
      legend: '{{poller_type}}',
      expr: 'sum by (poller_type) (temporal_num_pollers)',
    },
  ],
};
