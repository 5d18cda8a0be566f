import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  ParameterGroup,
} from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Stage } from './stages.ts';

const NAME = 'order_saga';

interface DataProps extends StackProps {
  stage: Stage;
  vpc: IVpc;
  tasks: ISecurityGroup;
}

/** Aurora PostgreSQL in two zones. Its password is RDS's own: rotated every seven days, never in a template or a task. */
export class DataStack extends Stack {
  readonly key: Key;
  /** KMS_KEY_ID: what wraps the ring of keys that the database keeps. */
  readonly payloadsKey: Key;
  readonly cluster: DatabaseCluster;
  readonly secret: ISecret;
  /** DATABASE_URL, without a password. */
  readonly url: string;

  constructor(scope: Construct, id: string, { stage, vpc, tasks, ...props }: DataProps) {
    super(scope, id, props);
    this.key = new Key(this, 'Key', {
      description: 'What the database, its backups and its password are encrypted with',
      enableKeyRotation: true,
    });
    // Whoever may read the database, or a backup of it, may not by that read what Temporal has of an order.
    this.payloadsKey = new Key(this, 'Payloads', {
      description: "What wraps the keys of orders' payloads: without it nobody can read them again",
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
    });
    const engine = DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_18_3 });
    this.cluster = new DatabaseCluster(this, 'Orders', {
      engine,
      defaultDatabaseName: NAME,
      credentials: Credentials.fromUsername(NAME, { encryptionKey: this.key }),
      manageMasterUserPassword: true,
      writer: ClusterInstance.serverlessV2('Writer', { enablePerformanceInsights: true }),
      // In another zone, as large as the writer: it can take over at once.
      readers: [ClusterInstance.serverlessV2('Reader', { scaleWithWriter: true, enablePerformanceInsights: true })],
      serverlessV2MinCapacity: stage.databaseUnits[0],
      serverlessV2MaxCapacity: stage.databaseUnits[1],
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      storageEncryptionKey: this.key,
      iamAuthentication: true,
      parameterGroup: new ParameterGroup(this, 'Parameters', {
        engine,
        description: 'TLS alone; who waits for a lock or takes long is logged',
        parameters: { 'rds.force_ssl': '1', log_lock_waits: '1', log_min_duration_statement: '1000' },
      }),
      backup: { retention: Duration.days(stage.backupDays), preferredWindow: '03:00-04:00' },
      preferredMaintenanceWindow: 'sun:04:30-sun:05:30',
      copyTagsToSnapshot: true,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      cloudwatchLogsExports: ['postgresql'],
    });
    this.cluster.connections.allowDefaultPortFrom(tasks);
    const { secret } = this.cluster;
    if (!secret) throw new Error('RDS manages no password');
    this.secret = secret;
    const { hostname, port } = this.cluster.clusterEndpoint;
    this.url = `postgres://${NAME}@${hostname}:${port}/${NAME}?sslmode=verify-full`;
  }
}
