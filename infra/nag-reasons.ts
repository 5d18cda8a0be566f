import { type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { QUEUE_NAMES, TOPICS, undeliveredQueue } from '../messaging/topology.ts';
import { constructId } from './construct-id.ts';

/** Where cdk-nag is not followed, and why. `path` is the part of a construct's path behind its stack. */
interface Reason {
  readonly stack: string;
  readonly path?: string;
  readonly id: string;
  readonly reason: string;
}

const ACCOUNT = '<AWS::AccountId>';
const REGION = 'us-east-1';
const IMAGES = 'ecr:GetAuthorizationToken is for a whole registry: AWS knows no resource for it';
const wildcard = (what: string) => `AwsSolutions::AwsSolutions-IAM5[Resource::${what}]`;

/** What a `*` stands for in each is in the reason; that nothing else has one, test/security.test.ts says. */
export const NAG_REASONS: readonly Reason[] = [
  ...QUEUE_NAMES.map((queue) => ({
    stack: 'messaging',
    path: constructId('queue', undeliveredQueue(queue)),
    id: 'AwsSolutions::AwsSolutions-SQS3',
    reason: 'It is a dead-letter queue itself: of subscriptions, which the rule does not look at',
  })),
  ...['platform', 'services'].map((stack) => ({
    stack,
    id: 'AwsSolutions::AwsSolutions-ECS2',
    reason: 'What is in the environment is no secret; what is secret comes from Secrets Manager',
  })),
  {
    stack: 'platform',
    id: 'AwsSolutions::AwsSolutions-SMG4',
    reason:
      "Temporal, Stripe, the carrier and the mail server give these out: a rotation is theirs. The database's is rotated",
  },
  ...['platform', 'services'].map((stack) => ({ stack, id: wildcard('*'), reason: IMAGES })),
  { stack: 'delivery', path: 'Deploys', id: wildcard('*'), reason: IMAGES },
  {
    stack: 'delivery',
    path: 'Deploys',
    id: wildcard(`arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/order-saga-migrate:*`),
    reason: 'The revision, which each deployment makes a new one of',
  },
  {
    stack: 'delivery',
    path: 'Deploys',
    id: wildcard(`arn:aws:ecs:${REGION}:${ACCOUNT}:task/order-saga/*`),
    reason: 'The id of a task, known once it runs',
  },
  {
    stack: 'delivery',
    path: 'Deploys',
    id: wildcard(`arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:*`),
    reason: 'Who looks for alarms by a prefix is asked for the right on all of them',
  },
  ...TOPICS.map((topic) => ({
    stack: 'platform',
    path: 'MigrateTaskRole',
    id: wildcard(`arn:aws:sns:${REGION}:${ACCOUNT}:${topic}:*`),
    reason: "A subscription's id, which AWS makes up",
  })),
  {
    stack: 'services',
    id: wildcard(`arn:aws:s3:::order-saga-claims-${ACCOUNT}-${REGION}/*`),
    reason: 'All objects of the bucket for claims, whose keys are made up as they are written',
  },
  ...['POST--v1--webhooks--carrier', 'GET--openapi.json', 'GET--docs', 'GET--problems'].map((route) => ({
    stack: 'edge',
    path: `Api/${route}`,
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'It needs no token: carriers sign what they send, and what documents the API is for everybody',
  })),
  ...['GET--docs--{proxy+}', 'GET--problems--{proxy+}'].map((route) => ({
    stack: 'edge',
    path: `Api/${route}`,
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'What documents the API is for everybody',
  })),
  ...['GET--console', 'GET--console--{proxy+}'].map((route) => ({
    stack: 'edge',
    path: `Api/${route}`,
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'A page with nothing in it: what it shows it asks of /v1, with the token of whoever opens it',
  })),
  ...['ANY--codec', 'ANY--codec--{proxy+}'].map((route) => ({
    stack: 'edge',
    path: `Api/${route}`,
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'The API asks for a key or token itself: it may come in a cookie, which the gateway does not look at',
  })),
];

/** @throws for a reason whose construct is gone: it would be a reason for nothing */
export function acknowledge(stacks: Readonly<Record<string, Stack>>): void {
  for (const { stack, path, id, reason } of NAG_REASONS) {
    let construct: IConstruct | undefined = stacks[stack];
    for (const part of path?.split('/') ?? []) construct = construct?.node.tryFindChild(part);
    if (!construct) throw new Error(`${stack}/${path ?? ''} is not there: ${id}`);
    Validations.of(construct).acknowledge({ id, reason });
  }
}
