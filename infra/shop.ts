import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BALANCER, CLUSTER, GATEWAY } from './alarms.ts';
import { AlarmsStack } from './alarms-stack.ts';
import { DataStack } from './data-stack.ts';
import { DeliveryStack } from './delivery-stack.ts';
import { EdgeStack } from './edge-stack.ts';
import { MessagingStack } from './messaging-stack.ts';
import { acknowledge } from './nag-reasons.ts';
import { NetworkStack } from './network-stack.ts';
import { ObservabilityStack } from './observability-stack.ts';
import { PlatformStack } from './platform-stack.ts';
import { ServicesStack } from './services-stack.ts';
import { type StageName, STAGES } from './stages.ts';
import { StorageStack } from './storage-stack.ts';

/**
 * All stacks of one stage, each after those that it builds on.
 * @param digest the image that its services run: `sha256:…`
 * @param workers the image of the workers that have the orders, while those of `digest` are brought in beside them
 */
export function addShop(app: App, environment: StageName, digest: string, workers = digest) {
  const stage = STAGES[environment];
  // No account: the same template for whichever account it is deployed into.
  const env = { region: stage.region };
  const props = (part: string) => ({ env, stackName: `order-saga-${part}`, description: `Order Saga: ${part}` });
  const delivery = new DeliveryStack(app, 'delivery', { ...props('delivery'), stage, environment });
  const storage = new StorageStack(app, 'storage', props('storage'));
  const messaging = new MessagingStack(app, 'messaging', props('messaging'));
  const network = new NetworkStack(app, 'network', { ...props('network'), logs: storage.logs });
  const { vpc, tasks } = network;
  const data = new DataStack(app, 'data', { ...props('data'), stage, vpc, tasks });
  const observability = new ObservabilityStack(app, 'observability', props('observability'));
  const built = { stage, network, storage, data, messaging, observability, delivery };
  const platform = new PlatformStack(app, 'platform', { ...props('platform'), ...built, digest });
  const services = new ServicesStack(app, 'services', {
    ...props('services'),
    stage,
    network,
    storage,
    platform,
    workers,
    digest,
  });
  const edge = new EdgeStack(app, 'edge', {
    ...props('edge'),
    stage,
    network,
    listener: services.listener,
    logs: observability.logGroup('gateway'),
  });
  const alarms = new AlarmsStack(app, 'alarms', {
    ...props('alarms'),
    names: {
      [BALANCER]: services.balancer.loadBalancerFullName,
      [GATEWAY]: edge.api.apiId,
      [CLUSTER]: data.cluster.clusterIdentifier,
    },
  });
  Tags.of(app).add('service', 'order-saga');
  Tags.of(app).add('stage', environment);
  const stacks = { delivery, storage, messaging, network, data, observability, platform, services, edge, alarms };
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  acknowledge(stacks);
  return stacks;
}
