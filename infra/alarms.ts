import { deadLetterQueue, QUEUE_NAMES, undeliveredQueue } from '../messaging/topology.ts';
import { METRICS_NAMESPACE } from './collector.ts';
import { NEXT_WORKER, ROLE_NAMES, WORKER } from './roles.ts';

/** One alarm. */
export interface AlarmRow {
  readonly name: string;
  /** What is wrong, for whoever is told. */
  readonly says: string;
  /** Its page in docs/operations/runbooks. */
  readonly runbook: string;
  /** For working hours: it wakes nobody, and no rollout goes back for it. */
  readonly isTicket?: boolean;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Maximum' | 'Minimum' | 'Average' | 'Sum' | 'p99';
  readonly above?: number;
  readonly below?: number;
  /** Minutes in a row, or in which there are so many `points`. */
  readonly minutes: number;
  readonly points?: number;
  /** Nothing said at all: whether that is wrong too; never of NEXT_WORKER, which is mostly not there. */
  readonly silenceIsWrong?: boolean;
  /** One for each of them: which dimension takes their names. */
  readonly each?: { readonly dimension: string; readonly names: readonly string[] };
}

/** What workers say, of either version. */
const own = (metric: string) => ({
  namespace: METRICS_NAMESPACE,
  metric,
  dimensions: {},
  each: { dimension: 'service', names: [WORKER.name, NEXT_WORKER.name] },
  statistic: 'Maximum' as const,
});

/** What only a deployment knows the name of. */
export const BALANCER = 'the load balancer';
export const GATEWAY = 'the gateway';
export const CLUSTER = 'the database';

export const ALARMS: readonly AlarmRow[] = [
  {
    name: 'api-errors',
    says: 'The API answers 5xx',
    runbook: 'ApiErrors',
    namespace: 'AWS/ApplicationELB',
    metric: 'HTTPCode_Target_5XX_Count',
    dimensions: { LoadBalancer: BALANCER },
    statistic: 'Sum',
    above: 10,
    minutes: 3,
  },
  {
    name: 'api-slow',
    says: 'One answer in a hundred takes longer than a second',
    runbook: 'ApiSlow',
    namespace: 'AWS/ApplicationELB',
    metric: 'TargetResponseTime',
    dimensions: { LoadBalancer: BALANCER },
    statistic: 'p99',
    above: 1,
    minutes: 5,
  },
  {
    name: 'gateway-errors',
    says: 'The gateway answers 5xx: it does not reach the API',
    runbook: 'ApiErrors',
    namespace: 'AWS/ApiGateway',
    metric: '5xx',
    dimensions: { ApiId: GATEWAY },
    statistic: 'Sum',
    above: 10,
    minutes: 3,
  },
  {
    name: 'tasks-missing',
    says: 'No task of a role is running',
    runbook: 'tasks-missing',
    namespace: 'ECS/ContainerInsights',
    metric: 'RunningTaskCount',
    dimensions: { ClusterName: 'order-saga' },
    each: { dimension: 'ServiceName', names: [...ROLE_NAMES, NEXT_WORKER.name] },
    statistic: 'Minimum',
    below: 1,
    minutes: 3,
    silenceIsWrong: true,
  },
  {
    name: 'queue-old',
    says: 'A service does not keep up with its queue',
    runbook: 'QueueBehind',
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    dimensions: {},
    each: { dimension: 'QueueName', names: QUEUE_NAMES },
    statistic: 'Maximum',
    above: 600,
    minutes: 5,
  },
  {
    name: 'dead-letters',
    says: 'What no service could handle waits for somebody',
    runbook: 'DeadLetters',
    isTicket: true,
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    dimensions: {},
    each: {
      dimension: 'QueueName',
      names: QUEUE_NAMES.flatMap((queue) => [deadLetterQueue(queue), undeliveredQueue(queue)]),
    },
    statistic: 'Maximum',
    above: 0,
    minutes: 1,
  },
  {
    name: 'backlog',
    says: 'Workers do not keep up',
    runbook: 'NoWorker',
    ...own('temporal_task_queue_backlog'),
    above: 1000,
    minutes: 5,
  },
  {
    name: 'no-worker',
    says: 'Nobody works on orders',
    runbook: 'NoWorker',
    ...own('temporal_num_pollers'),
    below: 1,
    minutes: 3,
    silenceIsWrong: true,
  },
  {
    name: 'workflow-tasks-fail',
    says: 'Workflow code fails or does not replay',
    runbook: 'WorkflowTasksFail',
    ...own('temporal_workflow_task_execution_failed'),
    statistic: 'Sum',
    above: 0,
    // Temporal gives a task that fails out again later and later.
    minutes: 10,
    points: 2,
  },
  {
    name: 'relay-lag',
    says: 'Events wait to be published, or no worker says whether they do',
    runbook: 'OutboxLags',
    ...own('outbox_lag'),
    above: 60,
    minutes: 3,
    // Of the shop's own metrics the one that is always said: it stands for the collectors, too.
    silenceIsWrong: true,
  },
  {
    name: 'reconciliation-differences',
    says: 'Orders, workflows, stock and money do not agree',
    runbook: 'BooksDiffer',
    ...own('reconciliation_differences'),
    above: 0,
    minutes: 15,
  },
  {
    name: 'needs-attention',
    says: 'Orders wait for an operator: a compensation, or something else, was given up',
    runbook: 'NeedsAttention',
    isTicket: true,
    ...own('orders_needs_attention'),
    above: 0,
    minutes: 5,
  },
  {
    name: 'stock-low',
    says: 'SKUs have run low',
    runbook: 'StockLow',
    isTicket: true,
    ...own('stock_low'),
    above: 0,
    minutes: 60,
  },
  {
    name: 'database-busy',
    says: 'The database is at its limit',
    runbook: 'database-limits',
    namespace: 'AWS/RDS',
    metric: 'ACUUtilization',
    dimensions: { DBClusterIdentifier: CLUSTER },
    statistic: 'Maximum',
    above: 90,
    minutes: 10,
  },
  {
    name: 'database-behind',
    says: 'The reader that would take over is behind',
    runbook: 'database-limits',
    namespace: 'AWS/RDS',
    metric: 'AuroraReplicaLagMaximum',
    dimensions: { DBClusterIdentifier: CLUSTER },
    statistic: 'Maximum',
    above: 2000,
    minutes: 5,
  },
];

export const ALARM_NAMES = ALARMS.map(({ name }) => name);
