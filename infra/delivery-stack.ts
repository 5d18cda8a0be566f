import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Repository, RepositoryEncryption, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { CfnOIDCProvider, FederatedPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { MIGRATE } from './roles.ts';
import type { Stage } from './stages.ts';

const GITHUB = 'token.actions.githubusercontent.com';
/** The roles that `cdk bootstrap` makes; they deploy, and this one may take them. */
const BOOTSTRAPPED = ['deploy-role', 'file-publishing-role', 'lookup-role'];

interface DeliveryProps extends StackProps {
  stage: Stage;
  /** The name of the stage, and of GitHub's environment that its approvals hang on. */
  environment: string;
}

/** Where images are, and who may bring them and deploy: GitHub's workflows, by a token for a run, with no key to keep. */
export class DeliveryStack extends Stack {
  readonly images: Repository;

  constructor(scope: Construct, id: string, { stage, environment, ...props }: DeliveryProps) {
    super(scope, id, props);
    this.images = new Repository(this, 'Images', {
      repositoryName: 'order-saga',
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: RepositoryEncryption.KMS,
      lifecycleRules: [{ maxImageCount: 200 }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const github = new CfnOIDCProvider(this, 'Github', {
      url: `https://${GITHUB}`,
      clientIdList: ['sts.amazonaws.com'],
    });
    const deploys = new Role(this, 'Deploys', {
      roleName: 'order-saga-deploys',
      description: `What ${stage.repository} may do in its environment ${environment}`,
      // As long as deploy.yml's job may take.
      maxSessionDuration: Duration.hours(2),
      assumedBy: new FederatedPrincipal(
        github.attrArn,
        {
          StringEquals: {
            [`${GITHUB}:aud`]: 'sts.amazonaws.com',
            [`${GITHUB}:sub`]: `repo:${stage.repository}:environment:${environment}`,
          },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
    });
    const arn = (service: string, resource: string) => `arn:aws:${service}:${this.region}:${this.account}:${resource}`;
    const allow = (actions: string[], resources: string[], conditions: Record<string, unknown> = {}) =>
      deploys.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
    this.images.grantPullPush(deploys);
    allow(
      ['sts:AssumeRole'],
      BOOTSTRAPPED.map(
        (name) => `arn:aws:iam::${this.account}:role/cdk-hnb659fds-${name}-${this.account}-${this.region}`,
      ),
    );
    allow(['ecs:RunTask'], [arn('ecs', `task-definition/order-saga-${MIGRATE.name}:*`)], {
      ArnEquals: { 'ecs:cluster': arn('ecs', 'cluster/order-saga') },
    });
    allow(['ecs:DescribeTasks'], [arn('ecs', 'task/order-saga/*')]);
    // no-alarm.sh: who looks for alarms by a prefix is asked for the right on all of them.
    allow(['cloudwatch:DescribeAlarms'], [arn('cloudwatch', 'alarm:*')]);
    allow(
      ['iam:PassRole'],
      ['task', 'execution'].map((kind) => `arn:aws:iam::${this.account}:role/order-saga-${MIGRATE.name}-${kind}`),
      { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    );
  }
}
