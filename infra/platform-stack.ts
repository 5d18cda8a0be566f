import { Stack, type StackProps } from 'aws-cdk-lib';
import { Cluster, ContainerInsights, type FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { constructId } from './construct-id.ts';
import type { DataStack } from './data-stack.ts';
import type { DeliveryStack } from './delivery-stack.ts';
import type { MessagingStack } from './messaging-stack.ts';
import { API_PORT, type NetworkStack } from './network-stack.ts';
import type { ObservabilityStack } from './observability-stack.ts';
import { ofEachRole, ofMigrate, type Places } from './permissions.ts';
import { MIGRATE } from './roles.ts';
import type { Stage } from './stages.ts';
import type { StorageStack } from './storage-stack.ts';
import { addTask, type TaskProps } from './task.ts';

/** What others give to the shop: made with nonsense in it, and filled in by whoever runs the shop. */
const GIVEN = ['TEMPORAL_API_KEY', 'STRIPE_API_KEY', 'CARRIER_WEBHOOK_SECRETS', 'SMTP_URL'] as const;

export interface PlatformProps extends StackProps {
  stage: Stage;
  digest: string;
  network: NetworkStack;
  storage: StorageStack;
  data: DataStack;
  messaging: MessagingStack;
  observability: ObservabilityStack;
  delivery: DeliveryStack;
}

/** Settings that a stage may do without. */
export function settingsIfAny({ temporalUiUrl, otlpEndpoint }: Pick<Stage, 'temporalUiUrl' | 'otlpEndpoint'>) {
  return {
    ...(temporalUiUrl === null ? {} : { TEMPORAL_UI_URL: temporalUiUrl }),
    ...(otlpEndpoint === null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint }),
  };
}

type RoleTask = Pick<TaskProps, 'name' | 'command' | 'cpu' | 'memory' | 'permissions' | 'port'> & {
  /** Another image than the stage's, which is its version for Temporal too. */
  digest?: string;
  logs?: string;
  secrets?: readonly (typeof GIVEN)[number][];
  runsAndEnds?: boolean;
};

/** What all roles have in common, and the one that runs before the others are replaced: `migrate`. */
export class PlatformStack extends Stack {
  readonly cluster: Cluster;
  readonly places: Places;
  readonly #props: PlatformProps;
  readonly #secrets: ReadonlyMap<string, Secret>;
  readonly #secretsKey: Key;

  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id, props);
    const { network, storage, messaging, data } = props;
    this.#props = props;
    this.cluster = new Cluster(this, 'Cluster', {
      clusterName: 'order-saga',
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.ENHANCED,
    });
    this.#secretsKey = new Key(this, 'Key', { description: 'What others gave us', enableKeyRotation: true });
    this.#secrets = new Map(
      GIVEN.map((name) => [
        name,
        new Secret(this, constructId(...name.toLowerCase().split('_')), {
          secretName: `order-saga/${name}`,
          encryptionKey: this.#secretsKey,
        }),
      ]),
    );
    this.places = {
      aws: messaging.place,
      messagingKey: messaging.key.keyArn,
      storageKey: storage.key.keyArn,
      claims: storage.claimsArn,
      databaseSecret: data.secret.secretArn,
      databaseKey: data.key.keyArn,
      payloadsKey: data.payloadsKey.keyArn,
    };
    this.addTask(this, { ...MIGRATE, cpu: 256, memory: 1024, permissions: ofMigrate(this.places), runsAndEnds: true });
  }

  /** A role's task, with the settings that all of them have. `stack` has to depend on this one. */
  addTask(stack: Stack, { secrets = [], runsAndEnds = false, logs, ...task }: RoleTask): FargateTaskDefinition {
    const { stage, data, storage, observability, delivery } = this.#props;
    const digest = task.digest ?? this.#props.digest;
    const given = [...this.#secrets].filter(
      ([name]) => name === 'TEMPORAL_API_KEY' || secrets.some((one) => one === name),
    );
    return addTask(stack, {
      ...task,
      images: delivery.images,
      digest,
      environment: {
        LOG_LEVEL: 'info',
        PORT: String(API_PORT),
        PUBLIC_URL: `https://${stage.domain}`,
        AWS_REGION: this.region,
        AWS_ACCOUNT_ID: this.account,
        CLAIM_BUCKET: storage.claims.bucketName,
        DATABASE_URL: data.url,
        DATABASE_SECRET: data.secret.secretArn,
        KMS_KEY_ID: data.payloadsKey.keyArn,
        TEMPORAL_ADDRESS: stage.temporalAddress,
        TEMPORAL_NAMESPACE: stage.temporalNamespace,
        WORKER_BUILD_ID: digest,
        OIDC_ISSUER: stage.issuer,
        OIDC_AUDIENCE: stage.audience,
        CUSTOMERS_URL: stage.customersUrl,
        FRAUD_URL: stage.fraudUrl,
        CARRIER_URL: stage.carrierUrl,
        MAIL_FROM: stage.mailFrom,
        ...settingsIfAny(stage),
      },
      // By its ARN: the key's policy would name roles of a stack that comes later.
      secrets: Object.fromEntries(
        given.map(([name, { secretArn }]) => [
          name,
          Secret.fromSecretCompleteArn(stack, constructId(task.name, ...name.toLowerCase().split('_')), secretArn),
        ]),
      ),
      secretsKey: this.#secretsKey.keyArn,
      permissions: [...task.permissions, ...ofEachRole(this.places)],
      logs: observability.logGroup(logs ?? task.name),
      ...(runsAndEnds ? {} : { metrics: observability.logGroup('metrics') }),
    });
  }
}
