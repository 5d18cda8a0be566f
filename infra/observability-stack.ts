import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { constructId } from './construct-id.ts';
import { MIGRATE, ROLE_NAMES } from './roles.ts';

const OTHERS = ['gateway', 'metrics', MIGRATE.name];

/** Log groups, before those who write to them. */
export class ObservabilityStack extends Stack {
  readonly key: Key;
  readonly #groups: ReadonlyMap<string, LogGroup>;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.key = new Key(this, 'Key', { description: 'What logs are encrypted with', enableKeyRotation: true });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:DescribeKey',
        ],
        // In the policy of a key this is the key itself.
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${this.region}:${this.account}:log-group:/order-saga/*`,
          },
        },
      }),
    );
    this.#groups = new Map(
      [...ROLE_NAMES, ...OTHERS].map((name) => [
        name,
        new LogGroup(this, constructId(name), {
          logGroupName: `/order-saga/${name}`,
          retention: RetentionDays.THREE_MONTHS,
          encryptionKey: this.key,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
      ]),
    );
  }

  /** @throws for a name that writes no logs */
  logGroup(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw new Error(`no log group for ${name}`);
    return group;
  }
}
