import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { FargateService, type FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  Protocol,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { constructId } from './construct-id.ts';
import { API_PORT, type NetworkStack } from './network-stack.ts';
import { ofApi, ofConsumer, ofWorker } from './permissions.ts';
import type { PlatformStack } from './platform-stack.ts';
import { API, CONSUMERS, NEXT_WORKER, type Role, tasksOf, WORKER } from './roles.ts';
import { scaleApi, scaleConsumer, scaleWorker } from './scaling.ts';
import type { Stage } from './stages.ts';
import type { StorageStack } from './storage-stack.ts';

interface ServicesProps extends StackProps {
  stage: Stage;
  network: NetworkStack;
  storage: StorageStack;
  platform: PlatformStack;
  /** The image of the workers that have the orders; those of the stage's image are beside them until they have been given all. */
  workers: string;
  digest: string;
}

/** Each role as a service on Fargate, behind a load balancer that only the gateway reaches. */
export class ServicesStack extends Stack {
  readonly listener: ApplicationListener;
  readonly targets: ApplicationTargetGroup;
  readonly balancer: ApplicationLoadBalancer;
  readonly #props: ServicesProps;

  constructor(scope: Construct, id: string, props: ServicesProps) {
    super(scope, id, props);
    const { network, storage, stage } = props;
    this.#props = props;
    this.addStackDependency(props.platform);
    this.balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      vpc: network.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      internetFacing: false,
      securityGroup: network.balancer,
      dropInvalidHeaderFields: true,
      deletionProtection: true,
    });
    this.balancer.logAccessLogs(storage.logs, 'alb');
    this.targets = new ApplicationTargetGroup(this, 'Targets', {
      vpc: network.vpc,
      port: API_PORT,
      protocol: ApplicationProtocol.HTTPS,
      targetType: TargetType.IP,
      healthCheck: {
        protocol: Protocol.HTTPS,
        path: '/health/live',
        interval: Duration.seconds(10),
        healthyThresholdCount: 2,
      },
      // A request is answered within seconds, and a task that stops takes none any more.
      deregistrationDelay: Duration.seconds(15),
    });
    const certificateArn = `arn:aws:acm:${this.region}:${this.account}:${stage.certificate}`;
    this.listener = new ApplicationListener(this, 'Https', {
      loadBalancer: this.balancer,
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [Certificate.fromCertificateArn(this, 'Certificate', certificateArn)],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      defaultTargetGroups: [this.targets],
      open: false,
    });
    this.#addRoles();
  }

  #addRoles(): void {
    const { platform } = this.#props;
    const { places } = platform;
    const api = this.#addService(
      API,
      platform.addTask(this, {
        ...API,
        secrets: ['CARRIER_WEBHOOK_SECRETS'],
        permissions: ofApi(places),
        port: API_PORT,
      }),
    );
    api.service.attachToApplicationTargetGroup(this.targets);
    scaleApi(api.tasks, this.targets);

    const { workers, digest } = this.#props;
    this.#addWorker(WORKER, workers);
    // A version can only be given a part of the orders while workers of both are there.
    if (digest !== workers) this.#addWorker(NEXT_WORKER, digest);

    for (const consumer of CONSUMERS) {
      const task = platform.addTask(this, { ...consumer, permissions: ofConsumer(places, consumer.queue) });
      scaleConsumer(this.#addService(consumer, task).tasks, consumer.queue);
    }
  }

  #addWorker(role: Role, digest: string): void {
    const { platform } = this.#props;
    const own = { digest, logs: WORKER.name, secrets: ['STRIPE_API_KEY'] as const };
    const task = platform.addTask(this, { ...role, ...own, permissions: ofWorker(platform.places) });
    scaleWorker(this.#addService(role, task).tasks, role.name);
  }

  #addService(role: Role, taskDefinition: FargateTaskDefinition) {
    const { network, stage, platform } = this.#props;
    const { least, most } = tasksOf(role, stage);
    // Without desiredCount: each deployment would put it back to that, in the middle of whatever it has grown for.
    const service = new FargateService(this, constructId('service', role.name), {
      serviceName: role.name,
      cluster: platform.cluster,
      taskDefinition,
      securityGroups: [network.tasks],
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      // New ones first; where they don't get well, the old ones stay and the deployment goes back.
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
    });
    return { service, tasks: service.autoScaleTaskCount({ minCapacity: least, maxCapacity: most }) };
  }
}
