import { Duration } from 'aws-cdk-lib';
import { AdjustmentType, type ScalingInterval } from 'aws-cdk-lib/aws-applicationautoscaling';
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ScalableTaskCount } from 'aws-cdk-lib/aws-ecs';
import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { METRICS_NAMESPACE } from './collector.ts';

const MINUTE = Duration.minutes(1);

/** How many tasks more or less, by how far a metric has come. */
const STEPS: Record<'answers' | 'age' | 'backlog', readonly ScalingInterval[]> = {
  /** Seconds, the slowest hundredth of the answers. */
  answers: [
    { upper: 0.1, change: -1 },
    { lower: 0.5, change: 1 },
    { lower: 1, change: 3 },
  ],
  /** Seconds, of the oldest message. */
  age: [
    { upper: 5, change: -1 },
    { lower: 30, change: 1 },
    { lower: 300, change: 3 },
  ],
  /** Tasks that wait for a worker. */
  backlog: [
    { upper: 1, change: -1 },
    { lower: 50, change: 1 },
    { lower: 500, change: 4 },
  ],
};

/** By how many requests a task has, and by how long they take. */
export function scaleApi(tasks: ScalableTaskCount, targets: ApplicationTargetGroup): void {
  // What one process does with ease: bench/REPORT.md.
  tasks.scaleOnRequestCount('Requests', { requestsPerTarget: 3000, targetGroup: targets });
  const slowest = targets.metrics.targetResponseTime({ statistic: Stats.p(99), period: MINUTE });
  step(tasks, 'Latency', slowest, STEPS.answers);
}

export function scaleConsumer(tasks: ScalableTaskCount, queueName: string): void {
  step(tasks, 'Age', queueAge(queueName), STEPS.age);
}

export function scaleWorker(tasks: ScalableTaskCount, service: string): void {
  step(tasks, 'Backlog', taskQueueBacklog(service), STEPS.backlog);
}

export function queueAge(QueueName: string): Metric {
  return new Metric({
    namespace: 'AWS/SQS',
    metricName: 'ApproximateAgeOfOldestMessage',
    dimensionsMap: { QueueName },
    statistic: Stats.MAXIMUM,
    period: MINUTE,
  });
}

/** Each worker says how long Temporal's task queue is (bin/backlog-metric.ts): the same number, so the largest is it. */
function taskQueueBacklog(service: string): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: 'temporal_task_queue_backlog',
    dimensionsMap: { service },
    statistic: Stats.MAXIMUM,
    period: MINUTE,
  });
}

function step(tasks: ScalableTaskCount, id: string, metric: IMetric, scalingSteps: readonly ScalingInterval[]): void {
  tasks.scaleOnMetric(id, {
    metric,
    scalingSteps: [...scalingSteps],
    adjustmentType: AdjustmentType.CHANGE_IN_CAPACITY,
    cooldown: Duration.minutes(2),
    // One bad minute is none.
    evaluationPeriods: 2,
  });
}
