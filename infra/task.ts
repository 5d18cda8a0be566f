import { Duration, type Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import {
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  Secret as ContainerSecret,
} from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { collectorConfig, METRICS_PORT, TEMPORAL_METRICS_PORT } from './collector.ts';
import { constructId } from './construct-id.ts';

const COLLECTOR = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.1';

export interface TaskProps {
  readonly name: string;
  readonly command: readonly string[];
  readonly cpu: number;
  readonly memory: number;
  readonly images: IRepository;
  /** Which image: `sha256:…`. */
  readonly digest: string;
  readonly environment: Record<string, string>;
  readonly secrets: Record<string, ISecret>;
  /** What they are encrypted with. */
  readonly secretsKey: string;
  readonly permissions: readonly PolicyStatement[];
  readonly logs: ILogGroup;
  /** Where the collector beside it writes; none for what only runs and ends. */
  readonly metrics?: ILogGroup;
  /** The port that it answers on, and where it says that it is well. */
  readonly port?: number;
}

/** One role's container, on a root filesystem that nobody can write to, and the collector of its metrics. */
export function addTask(stack: Stack, props: TaskProps): FargateTaskDefinition {
  const id = constructId(props.name);
  const role = (kind: string) =>
    new Role(stack, `${id}${constructId(kind)}Role`, {
      // A name that the pipeline may be told of: it passes these of `migrate` on.
      roleName: `order-saga-${props.name}-${kind}`,
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    });
  const taskRole = role('task');
  for (const statement of props.permissions) taskRole.addToPolicy(statement);
  const executionRole = role('execution');
  executionRole.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [props.secretsKey] }));
  const definition = new FargateTaskDefinition(stack, `${id}Task`, {
    family: `order-saga-${props.name}`,
    cpu: props.cpu,
    memoryLimitMiB: props.memory,
    runtimePlatform: { cpuArchitecture: CpuArchitecture.X86_64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    taskRole,
    executionRole,
  });
  // The load balancer asks by TLS, and does not look at the certificate: nobody has to keep one.
  const answering: Record<string, string> =
    props.port === undefined
      ? { HEALTH_URL: `http://127.0.0.1:${METRICS_PORT}/metrics` }
      : { HTTPS: 'self-signed', HEALTH_URL: `https://127.0.0.1:${props.port}/health/live` };
  definition.addContainer('App', {
    containerName: 'app',
    image: ContainerImage.fromEcrRepository(props.images, props.digest),
    command: [...props.command],
    environment: {
      ...props.environment,
      METRICS_PORT: String(METRICS_PORT),
      TEMPORAL_METRICS_PORT: String(TEMPORAL_METRICS_PORT),
      ...answering,
    },
    secrets: Object.fromEntries(
      Object.entries(props.secrets).map(([name, secret]) => [name, ContainerSecret.fromSecretsManager(secret)]),
    ),
    readonlyRootFilesystem: true,
    logging: LogDrivers.awsLogs({ logGroup: props.logs, streamPrefix: props.name }),
    // Longer than a role takes to stop.
    stopTimeout: Duration.seconds(30),
    ...(props.port === undefined ? {} : { portMappings: [{ containerPort: props.port }] }),
    ...(props.metrics === undefined
      ? {}
      : {
          // As in the Dockerfile, which ECS does not look at.
          healthCheck: {
            command: ['CMD', 'node', 'bin/health.ts'],
            interval: Duration.seconds(10),
            timeout: Duration.seconds(5),
            startPeriod: Duration.seconds(30),
            retries: 3,
          },
        }),
  });
  if (props.metrics !== undefined) {
    props.metrics.grantWrite(taskRole);
    definition.addContainer('Collector', {
      containerName: 'collector',
      image: ContainerImage.fromRegistry(COLLECTOR),
      environment: { AOT_CONFIG_CONTENT: collectorConfig(props.name, stack.region, props.metrics.logGroupName) },
      essential: false,
      readonlyRootFilesystem: true,
      logging: LogDrivers.awsLogs({ logGroup: props.logs, streamPrefix: 'collector' }),
    });
  }
  return definition;
}
