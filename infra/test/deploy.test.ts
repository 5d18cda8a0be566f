import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { parse } from 'yaml';
import { z } from 'zod';
import { findPythonTools } from '../verify/python.ts';
import type { Ask } from './asked.ts';
import { ACCOUNT, type Moto, REGION, startMoto } from './moto.ts';
import { allows, statementsOf, textOf } from './role-tasks.ts';
import { templatesOf } from './templates.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFile(join(ROOT, file), 'utf8');
const { delivery, platform, alarms, services } = templatesOf('production');

const Step = z.object({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.looseObject({ 'role-duration-seconds': z.number().optional() }).optional(),
});
const Job = z.object({ 'timeout-minutes': z.number(), steps: z.array(Step) });
const { jobs } = z.object({ jobs: z.object({ deploy: Job }) }).parse(parse(await read('.github/workflows/deploy.yml')));
const { steps, 'timeout-minutes': minutes } = jobs.deploy;

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const iamRole = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const ask = (action: string, resource: string, context: Ask['context'] = {}): Ask => ({ action, resource, context });
const [images = ''] = Object.keys(delivery.findResources('AWS::ECR::Repository'));

const MIGRATE: Readonly<Record<string, readonly Ask[]>> = {
  RunTask: [
    ask('ecs:RunTask', arn('ecs', 'task-definition/order-saga-migrate:7'), {
      'ecs:cluster': arn('ecs', 'cluster/order-saga'),
    }),
    ...migrateRoles().map((name) =>
      ask('iam:PassRole', iamRole(name), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
    ),
  ],
  DescribeTasks: [ask('ecs:DescribeTasks', arn('ecs', 'task/order-saga/0123456789abcdef'))],
};

/** What each command of the workflow asks of AWS, as the role that it has taken. */
const ASKED: Readonly<Record<string, readonly Ask[]>> = {
  'actions/checkout': [],
  'actions/setup-node': [],
  'actions/download-artifact': [],
  'aws-actions/configure-aws-credentials': [],
  'aws-actions/amazon-ecr-login': [ask('ecr:GetAuthorizationToken', '*')],
  echo: [],
  'npm ci': [],
  'npm --prefix infra ci': [],
  // Of Temporal, and what its --check asks.
  'npm run --silent ops': [],
  'npm run ops': [],
  'npm run deploy': ['deploy', 'file-publishing', 'lookup'].map((name) =>
    ask('sts:AssumeRole', iamRole(`cdk-hnb659fds-${name}-role-${ACCOUNT}-${REGION}`)),
  ),
  'npm run migrate': [...(await read('infra/migrate.ts')).matchAll(/new (\w+)Command\(/g)].flatMap(([, name = '']) => {
    assert.ok(MIGRATE[name], name);
    return MIGRATE[name];
  }),
  'skopeo copy': [
    'BatchCheckLayerAvailability',
    'BatchGetImage',
    'InitiateLayerUpload',
    'UploadLayerPart',
    'CompleteLayerUpload',
    'PutImage',
  ].map((action) => ask(`ecr:${action}`, textOf({ 'Fn::GetAtt': [images, 'Arn'] }))),
  // AWS asks for the right on all alarms, whatever the prefix.
  'aws cloudwatch describe-alarms': [ask('cloudwatch:DescribeAlarms', arn('cloudwatch', 'alarm:*'))],
};

function migrateRoles(): string[] {
  const [task] = Object.values(
    platform.findResources('AWS::ECS::TaskDefinition', { Properties: { Family: 'order-saga-migrate' } }),
  );
  const roles = platform.findResources('AWS::IAM::Role');
  return ['TaskRoleArn', 'ExecutionRoleArn'].map((kind) =>
    String(roles[task?.['Properties'][kind]['Fn::GetAtt'][0]]?.['Properties'].RoleName),
  );
}

/** The commands of a script, with those of scripts that it names. */
async function commandsOf(script: string): Promise<string[]> {
  const scripts = await Promise.all([...script.matchAll(/\S+\.sh\b/g)].map(async ([file]) => await read(file)));
  const own = script.split(/\n|&&|\w+=\$\(/).flatMap((part) => part.trim() || []);
  return [...own, ...scripts.flatMap((text) => [...text.matchAll(/\baws [\w-]+ [\w-]+/g)].map(([command]) => command))];
}

describe('the workflow that deploys', () => {
  it('asks nothing of AWS that its role may not', async () => {
    const [role = ''] = Object.keys(
      delivery.findResources('AWS::IAM::Role', { Properties: { RoleName: 'order-saga-deploys' } }),
    );
    const statements = statementsOf(delivery, role);
    const commands = await Promise.all(
      steps.map(async ({ uses, run = '' }) => (uses === undefined ? await commandsOf(run) : [uses])),
    );
    const found = commands.flat().map((command) => {
      const known = Object.keys(ASKED).find((name) => new RegExp(`^${name}(?![\\w-])`).test(command));
      assert.ok(known, `what does it ask of AWS: ${command}`);
      return known;
    });
    const refused = found
      .flatMap((name) => ASKED[name] ?? [])
      .filter((one) => !statements.some((statement) => allows(statement, one)))
      .map(({ action, resource }) => `${action} ${resource}`);
    assert.deepEqual(refused, []);
    // And nothing is held to that is no longer done.
    assert.deepEqual(
      Object.keys(ASKED).filter((name) => !found.includes(name)),
      [],
    );
  });

  it('has its role for as long as it may take', () => {
    const lasts = steps.flatMap(({ with: { 'role-duration-seconds': seconds } = {} }) => seconds ?? []);
    assert.equal(lasts.length, 1);
    assert.ok((lasts[0] ?? 0) >= minutes * 60);
    delivery.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'order-saga-deploys',
      MaxSessionDuration: lasts[0],
    });
  });

  it('ends before anything is deployed where it cannot learn which version has the orders', async () => {
    const look = steps.findIndex(({ run }) => run?.includes('WORKERS='));
    const deploys = steps.findIndex(({ run }) => run !== undefined && /\bnpm run deploy\b/.test(run));
    assert.ok(look >= 0 && look < deploys);
    const folder = await mkdtemp(join(tmpdir(), 'order-saga-deploy-'));
    try {
      const GITHUB_ENV = join(folder, 'env');
      // As GitHub runs it, with nobody at Temporal's address.
      const { exitCode, stderr } = await execa('bash', ['-e', '-c', steps[look]?.run ?? ''], {
        cwd: ROOT,
        env: { GITHUB_ENV, TEMPORAL_ADDRESS: '127.0.0.1:9', DATA_DIR: folder },
        reject: false,
      });
      assert.equal(exitCode, 1);
      assert.match(stderr, /TEMPORAL_ADDRESS/);
      await assert.rejects(readFile(GITHUB_ENV), { code: 'ENOENT' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('no-alarm.sh, by which a rollout goes on', () => {
  let moto: Moto;
  let tools: string;

  before(async () => {
    [moto, tools] = [await startMoto(), await findPythonTools()];
  });
  after(() => moto.stop());

  const aws = (command: string, ...args: string[]) =>
    execa(command, args, {
      cwd: ROOT,
      env: {
        PATH: `${tools}:${process.env['PATH']}`,
        AWS_ENDPOINT_URL: moto.url,
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
      reject: false,
    });

  async function switchOn(name: string, ...actions: string[]): Promise<void> {
    const alarm = '--period 60 --evaluation-periods 1 --threshold 1 --statistic Sum --metric-name m --namespace n';
    const made = await aws(
      'aws',
      ...`cloudwatch put-metric-alarm ${alarm} --comparison-operator GreaterThanThreshold`.split(' '),
      '--alarm-name',
      name,
      '--alarm-actions',
      ...actions,
    );
    assert.equal(made.exitCode, 0, made.stderr);
    const set = ['cloudwatch', 'set-alarm-state', '--alarm-name', name, '--state-value', 'ALARM'];
    assert.equal((await aws('aws', ...set, '--state-reason', 'tried')).exitCode, 0);
  }

  it('goes on while services only scale or somebody has a ticket, and not once somebody is woken', async () => {
    // CloudFormation puts the stack's name before one that has none of its own.
    const scaling = Object.entries(services.findResources('AWS::CloudWatch::Alarm'));
    assert.ok(scaling.length > 0 && scaling.every(([, { Properties }]) => Properties.AlarmName === undefined));
    await switchOn(
      `order-saga-services-${scaling[0]?.[0]}-X`,
      arn('autoscaling', 'scalingPolicy:1:resource/ecs/service'),
    );
    const told = (name: string) => arn('sns', topicOf(name));
    await switchOn('order-saga-dead-letters-payments-dlq', told('dead-letters'));
    const well = await aws('infra/no-alarm.sh');
    assert.deepEqual([well.exitCode, well.stderr], [0, '']);
    await switchOn('order-saga-backlog-worker', told('backlog'));
    const unwell = await aws('infra/no-alarm.sh');
    assert.deepEqual([unwell.exitCode, unwell.stderr], [1, 'alarms: order-saga-backlog-worker']);
  });
});

/** The topic that an alarm of the template tells. */
function topicOf(alarm: string): string {
  const named = Object.values(alarms.findResources('AWS::CloudWatch::Alarm')).find(({ Properties }) =>
    String(Properties.AlarmName).startsWith(`order-saga-${alarm}`),
  );
  const [{ Ref: topic }] = z.tuple([z.object({ Ref: z.string() })]).parse(named?.Properties.AlarmActions);
  return String(alarms.findResources('AWS::SNS::Topic')[topic]?.Properties.TopicName);
}
