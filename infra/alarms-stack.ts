import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ALARMS, type AlarmRow } from './alarms.ts';
import { constructId } from './construct-id.ts';
import { NEXT_WORKER } from './roles.ts';

interface AlarmsProps extends StackProps {
  /** What alarms.ts leaves open: BALANCER, GATEWAY and CLUSTER, by their names in this deployment. */
  names: Readonly<Record<string, string>>;
}

/** alarms.ts, row by row. Who is to be woken subscribes to `order-saga-alarms`, who works them off to `order-saga-tickets`. */
export class AlarmsStack extends Stack {
  constructor(scope: Construct, id: string, { names, ...props }: AlarmsProps) {
    super(scope, id, props);
    const key = new Key(this, 'Key', { description: 'What alarms are encrypted with', enableKeyRotation: true });
    const alarms = `arn:aws:cloudwatch:${this.region}:${this.account}:alarm:order-saga-*`;
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In the policy of a key this is the key itself.
        resources: ['*'],
        conditions: { ArnLike: { 'aws:SourceArn': alarms } },
      }),
    );
    const topic = (name: string, topicName: string) =>
      new SnsAction(new Topic(this, name, { topicName, masterKey: key, enforceSSL: true }));
    const [woken, tickets] = [topic('Topic', 'order-saga-alarms'), topic('Tickets', 'order-saga-tickets')];
    for (const row of ALARMS) {
      for (const one of row.each?.names ?? [undefined])
        this.#add(row, one, names).addAlarmAction(row.isTicket ? tickets : woken);
    }
  }

  #add(row: AlarmRow, one: string | undefined, names: AlarmsProps['names']): Alarm {
    const given = Object.entries(row.dimensions).map(([name, value]) => [name, names[value] ?? value]);
    const dimensionsMap = Object.fromEntries(
      one === undefined || !row.each ? given : [...given, [row.each.dimension, one]],
    );
    const parts = [row.name, ...(one === undefined ? [] : [one])];
    return new Alarm(this, constructId(...parts), {
      alarmName: ['order-saga', ...parts].join('-'),
      alarmDescription: `${row.says}. docs/operations/runbooks/${row.runbook}.md`,
      metric: new Metric({
        namespace: row.namespace,
        metricName: row.metric,
        dimensionsMap,
        statistic: row.statistic,
        period: Duration.minutes(1),
      }),
      threshold: row.above ?? row.below ?? 0,
      comparisonOperator:
        row.below === undefined ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: row.minutes,
      datapointsToAlarm: row.points,
      treatMissingData:
        row.silenceIsWrong && one !== NEXT_WORKER.name ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }
}
