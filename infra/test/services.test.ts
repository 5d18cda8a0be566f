import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Settings } from '../../contracts/env.ts';
import { QUEUE_NAMES } from '../../messaging/topology.ts';
import { readAlerts } from '../../test/support/alerts.ts';
import { ALARM_NAMES, ALARMS } from '../alarms.ts';
import { settingsIfAny } from '../platform-stack.ts';
import { NEXT_WORKER, ROLE_NAMES, WORKER } from '../roles.ts';
import { STAGES } from '../stages.ts';
import { roleTasks } from './role-tasks.ts';
import { IMAGE, OLDER_IMAGE, templatesOf } from './templates.ts';

const { platform, services, data, edge, alarms, network } = templatesOf('production');
/** Whatever they are: what is looked at in them is looked for by name. */
const properties = (found: Record<string, unknown>) =>
  Object.values(found).map((resource) => Object(resource).Properties);

const containers = [platform, services]
  .flatMap((template) => properties(template.findResources('AWS::ECS::TaskDefinition')))
  .flatMap(({ ContainerDefinitions }) => ContainerDefinitions);

/** TLS, or within the task. */
const SAFE = /^https:\/\/|^http:\/\/127\.0\.0\.1:|^postgres:.*\?sslmode=verify-full$/;

describe('the services', () => {
  it('are the API, the worker and one for each queue', () => {
    const names = properties(services.findResources('AWS::ECS::Service')).map(({ ServiceName }) => ServiceName);
    assert.deepEqual(names.toSorted(byName), ROLE_NAMES.toSorted(byName));
    assert.deepEqual(
      ROLE_NAMES.filter((name) => name.startsWith('consumer-')),
      QUEUE_NAMES.map((queue) => `consumer-${queue}`),
    );
  });

  it('have a root filesystem that nobody writes to, and settings that the shop knows', () => {
    const ofImage = ['HEALTH_URL'];
    for (const container of containers) {
      assert.equal(container['ReadonlyRootFilesystem'], true);
      if (container['Name'] !== 'app') continue;
      const given = [...container['Environment'], ...container['Secrets']].map(({ Name }) => String(Name));
      const known = Object.keys(Settings.shape);
      assert.deepEqual(
        given.filter((name) => !known.includes(name) && !ofImage.includes(name)),
        [],
      );
      assert.ok(given.includes('DATABASE_SECRET') && given.includes('TEMPORAL_API_KEY'));
    }
  });

  it('reach nobody without TLS but what is in their own task', () => {
    for (const stage of [templatesOf('staging'), templatesOf('production')]) {
      const addresses = [stage.platform, stage.services]
        .flatMap(roleTasks)
        .flatMap(({ environment }) => Object.entries(environment))
        .filter(([, text]) => /^\w+:\/\//.test(text));
      assert.ok(addresses.length > 0);
      assert.deepEqual(
        addresses.filter(([, text]) => !SAFE.test(text)),
        [],
      );
    }
  });

  it('know where Temporal has its UI, and where traces go, once the stage says so', () => {
    const [temporalUiUrl, otlpEndpoint] = ['https://temporal.example.com', 'https://collector.example.com:4318'];
    const some = settingsIfAny({ temporalUiUrl, otlpEndpoint });
    assert.deepEqual(some, { TEMPORAL_UI_URL: temporalUiUrl, OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint });
    assert.deepEqual(settingsIfAny({ temporalUiUrl: null, otlpEndpoint: null }), {});
    for (const { Name, Environment } of containers) {
      if (Name !== 'app') continue;
      const given = Environment.filter((one: { Name: string }) => Object.hasOwn(some, one.Name));
      const found = given.map((one: { Name: string; Value: string }) => [one.Name, one.Value]);
      assert.deepEqual(Object.fromEntries(found), settingsIfAny(STAGES.production));
    }
  });

  it('grow with what each has to do: requests and latency, the age of its queue, the backlog of tasks', () => {
    const policies = properties(services.findResources('AWS::ApplicationAutoScaling::ScalingPolicy'));
    const tracked = policies.flatMap(
      ({ TargetTrackingScalingPolicyConfiguration: by }) =>
        by?.PredefinedMetricSpecification?.PredefinedMetricType ?? [],
    );
    assert.deepEqual(tracked, ['ALBRequestCountPerTarget']);
    const metrics = properties(services.findResources('AWS::CloudWatch::Alarm')).map(({ MetricName, Dimensions }) =>
      [MetricName, ...queueAmong(Dimensions)].join(' '),
    );
    assert.deepEqual(
      [...new Set(metrics)].toSorted(byName),
      [
        'TargetResponseTime',
        'temporal_task_queue_backlog',
        ...QUEUE_NAMES.map((queue) => `ApproximateAgeOfOldestMessage ${queue}`),
      ].toSorted(byName),
    );
  });

  it('keep the tasks they have grown to when they are deployed, of which each has its least', () => {
    const found = properties(services.findResources('AWS::ECS::Service'));
    assert.deepEqual(
      found.filter(({ DesiredCount }) => DesiredCount !== undefined).map(({ ServiceName }) => ServiceName),
      [],
    );
    const targets = properties(services.findResources('AWS::ApplicationAutoScaling::ScalableTarget'));
    const { api, worker, consumers } = STAGES.production;
    assert.deepEqual(
      targets.map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity].join()).toSorted(byName),
      [api, worker, ...QUEUE_NAMES.map(() => consumers)].map((tasks) => tasks.join()).toSorted(byName),
    );
  });

  it('go back to what they were where a deployment does not get well', () => {
    for (const { DeploymentConfiguration } of properties(services.findResources('AWS::ECS::Service'))) {
      assert.deepEqual(DeploymentConfiguration.DeploymentCircuitBreaker, { Enable: true, Rollback: true });
      assert.equal(DeploymentConfiguration.MinimumHealthyPercent, 100);
    }
  });
});

describe('workers of a new version', () => {
  const template = templatesOf('production', OLDER_IMAGE).services;
  const versionOf = (family: string) => {
    const [task] = properties(template.findResources('AWS::ECS::TaskDefinition', { Properties: { Family: family } }));
    return JSON.stringify(task).match(/"WORKER_BUILD_ID","Value":"([^"]*)"/)?.[1];
  };

  it('are beside those that have the orders, until they have been given all', () => {
    assert.equal(versionOf('order-saga-worker'), OLDER_IMAGE);
    assert.equal(versionOf('order-saga-worker-next'), IMAGE);
  });

  it('grow as those do, by what they say themselves', () => {
    assert.equal(stepsOf(template, WORKER.name).length, 2);
    assert.deepEqual(stepsOf(template, NEXT_WORKER.name), stepsOf(template, WORKER.name));
  });

  it('have the alarms that those have, but that they may be away', () => {
    const found = properties(alarms.findResources('AWS::CloudWatch::Alarm'));
    const of = (service: string) =>
      found
        .filter(({ Dimensions }) => Dimensions.some(({ Value }: { Value: unknown }) => Value === service))
        .map(({ AlarmName, TreatMissingData }) => ({
          alarm: String(AlarmName).replace(`-${service}`, ''),
          TreatMissingData,
        }));
    const alarmsOf = (service: string) => of(service).map(({ alarm }) => alarm);
    assert.ok(alarmsOf(WORKER.name).includes('order-saga-backlog'));
    assert.deepEqual(alarmsOf(NEXT_WORKER.name), alarmsOf(WORKER.name));
    assert.ok(of(WORKER.name).some(({ TreatMissingData }) => TreatMissingData === 'breaching'));
    assert.ok(of(NEXT_WORKER.name).every(({ TreatMissingData }) => TreatMissingData === 'notBreaching'));
  });
});

describe('the door', () => {
  it('wants a token of the issuer for all of the API but what carriers sign', () => {
    edge.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: STAGES.production.issuer, Audience: [STAGES.production.audience] },
    });
    const open = properties(edge.findResources('AWS::ApiGatewayV2::Route'))
      .filter(({ AuthorizationType }) => AuthorizationType !== 'JWT')
      .map(({ RouteKey }) => String(RouteKey));
    assert.deepEqual(
      open.toSorted(byName),
      [
        'POST /v1/webhooks/carrier',
        ...['/openapi.json', '/docs', '/docs/{proxy+}', '/problems', '/problems/{proxy+}'].map((path) => `GET ${path}`),
        'GET /console',
        'GET /console/{proxy+}',
        // They ask for a key or token themselves.
        'ANY /codec',
        'ANY /codec/{proxy+}',
      ].toSorted(byName),
    );
  });

  it("leaves it to the API to answer Temporal's UI, and says to it that TLS was spoken", () => {
    const [api] = properties(edge.findResources('AWS::ApiGatewayV2::Api'));
    assert.equal(api.CorsConfiguration, undefined);
    for (const { RequestParameters } of properties(edge.findResources('AWS::ApiGatewayV2::Integration')))
      assert.equal(RequestParameters, undefined);
    // The load balancer writes x-forwarded-proto by how it is spoken to itself.
    services.allResourcesProperties('AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTPS' });
  });

  it('speaks TLS to the load balancer, and that to the tasks, also to see whether they are well', () => {
    const all = Object.values(templatesOf('production'));
    const found = (type: string) => all.flatMap((one) => properties(one.findResources(type)));
    assert.deepEqual(
      found('AWS::ElasticLoadBalancingV2::Listener').map(({ Port, Protocol }) => [Port, Protocol]),
      [[443, 'HTTPS']],
    );
    assert.deepEqual(
      found('AWS::ElasticLoadBalancingV2::TargetGroup').map(({ Protocol, HealthCheckProtocol }) => [
        Protocol,
        HealthCheckProtocol,
      ]),
      [['HTTPS', 'HTTPS']],
    );
    const [{ Environment: given }] = containers.filter(({ PortMappings }) => PortMappings !== undefined);
    assert.ok(
      given.some(({ Name, Value }: { Name: string; Value: string }) => `${Name}=${Value}` === 'HTTPS=self-signed'),
    );
  });

  it('is the only way to the load balancer: nobody else may speak to it', () => {
    const groups = Object.entries(network.findResources('AWS::EC2::SecurityGroup'));
    const idOf = (described: string) =>
      groups.find(([, { Properties }]) => Properties.GroupDescription === described)?.[0] ?? described;
    const [balancer, gateway] = [idOf('The load balancer'), idOf('The API gateway, in the VPC')];
    const sources = [network, services, edge]
      .flatMap((template) => properties(template.findResources('AWS::EC2::SecurityGroupIngress')))
      .filter(({ GroupId }) => JSON.stringify(GroupId).includes(balancer))
      .map(({ SourceSecurityGroupId }) => SourceSecurityGroupId);
    assert.deepEqual(sources, [{ 'Fn::GetAtt': [gateway, 'GroupId'] }]);
    assert.equal(groups.find(([id]) => id === balancer)?.[1]['Properties'].SecurityGroupIngress, undefined);
  });

  it('lets so many requests through, and has no second way in', () => {
    const { rate, burst } = STAGES.production.throttle;
    edge.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: Match.objectLike({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }),
    });
    edge.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    services.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
  });
});

describe('the database', () => {
  it('is in more than one zone, and open to the tasks alone', () => {
    data.resourceCountIs('AWS::RDS::DBInstance', 2);
    for (const { PubliclyAccessible } of properties(data.findResources('AWS::RDS::DBInstance'))) {
      assert.equal(PubliclyAccessible, false);
    }
    const zones = properties(network.findResources('AWS::EC2::Subnet')).map(({ AvailabilityZone }) =>
      JSON.stringify(AvailabilityZone),
    );
    assert.equal(new Set(zones).size, 3);
    data.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });
});

describe('the alarms', () => {
  it('each have a page that knows them and says what to do, and no page knows one that there is not', async () => {
    const folder = join(import.meta.dirname, '../../docs/operations/runbooks');
    const led = await Promise.all(
      (await readdir(folder)).map(async (page) => {
        const [says = ''] = (await readFile(join(folder, page), 'utf8')).match(/CloudWatch's [^:.(]*/) ?? [];
        return [...says.matchAll(/`([^`]+)`/g)].map(([, alarm]) => `${alarm} ${page}`);
      }),
    );
    assert.deepEqual(
      led.flat().toSorted(byName),
      ALARMS.map(({ name, runbook }) => `${name} ${runbook}.md`).toSorted(byName),
    );
  });

  it("wake somebody where Prometheus' alert of the same page does, and are a ticket where it is one", async () => {
    const alerts = await readAlerts();
    const severities = new Map(alerts.map(({ alert, labels }) => [alert, labels.severity]));
    const known = ALARMS.filter(({ runbook }) => severities.has(runbook));
    assert.ok(known.length > 5);
    for (const { name, runbook, isTicket } of known)
      assert.equal(severities.get(runbook), isTicket ? 'ticket' : 'page', name);
  });

  it("ask of Temporal's SDK what Prometheus' alerts ask of it", async () => {
    const alerts = await readFile(join(import.meta.dirname, '../../observability/alerts.yml'), 'utf8');
    const asked = ALARMS.filter(({ runbook }) => ['NoWorker', 'WorkflowTasksFail'].includes(runbook));
    for (const name of new Set(alerts.match(/\btemporal_\w+/g)))
      assert.ok(
        asked.some(({ metric }) => metric === name),
        name,
      );
  });

  it('have a name each, and somebody to tell', () => {
    assert.equal(new Set(ALARM_NAMES).size, ALARMS.length);
    const wanted = ALARMS.flatMap(
      ({ name, each }) => each?.names.map((one) => `order-saga-${name}-${one}`) ?? [`order-saga-${name}`],
    );
    const found = properties(alarms.findResources('AWS::CloudWatch::Alarm'));
    assert.deepEqual(found.map(({ AlarmName }) => AlarmName).toSorted(byName), wanted.toSorted(byName));
    for (const { AlarmActions, Dimensions } of found) {
      assert.equal(AlarmActions.length, 1);
      assert.ok(!JSON.stringify(Dimensions).includes('the '), 'a name that only a deployment knows');
    }
  });
});

/** When a service grows and shrinks by what it says itself. */
function stepsOf(template: Template, service: string): unknown[] {
  const by = { Properties: { Dimensions: [{ Name: 'service', Value: service }] } };
  return properties(template.findResources('AWS::CloudWatch::Alarm', by)).map(
    ({ MetricName, Threshold, ComparisonOperator }) => [MetricName, ComparisonOperator, Threshold],
  );
}

function byName(one: string, other: string): number {
  return one.localeCompare(other);
}

function queueAmong(dimensions: { Name: string; Value: string }[] = []): string[] {
  return dimensions.filter(({ Name }) => Name === 'QueueName').map(({ Value }) => Value);
}
