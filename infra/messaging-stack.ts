import { Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AwsPlace, queueArn, type Resource, resources, topicArn } from '../messaging/aws-resources.ts';
import { TOPICS } from '../messaging/topology.ts';
import { constructId } from './construct-id.ts';

/**
 * Topics, queues and subscriptions: messaging/aws-resources.ts, each as CloudFormation has it, and a key that all of it is
 * encrypted with. There is no list of them here: what `npm run ops -- messaging diff` looks for is what is deployed.
 */
export class MessagingStack extends Stack {
  readonly key: Key;
  readonly place: AwsPlace;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.place = { region: this.region, accountId: this.account };
    this.key = new Key(this, 'Key', {
      description: 'What topics and queues are encrypted with',
      enableKeyRotation: true,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TopicsFeedEncryptedQueues',
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In the policy of a key this is the key itself.
        resources: ['*'],
        conditions: { ArnEquals: { 'aws:SourceArn': TOPICS.map((topic) => topicArn(this.place, topic)) } },
      }),
    );
    for (const resource of resources(this.place)) this.#add(resource);
  }

  #add(resource: Resource): void {
    switch (resource.kind) {
      case 'topic':
        return this.#addTopic(resource);
      case 'queue':
        return this.#addQueue(resource);
      case 'subscription':
        return this.#addSubscription(resource);
    }
  }

  #addTopic({ name: topicName, attributes }: Resource & { kind: 'topic' }): void {
    const { Policy, ...rest } = parsed(attributes);
    const id = constructId('topic', topicName);
    const topic = new CfnTopic(this, id, { topicName, kmsMasterKeyId: this.key.keyArn });
    set(topic, rest);
    new CfnTopicPolicy(this, `${id}Policy`, { topics: [topic.ref], policyDocument: Policy });
  }

  #addQueue({ name: queueName, attributes }: Resource & { kind: 'queue' }): void {
    const { Policy, ...rest } = parsed(attributes);
    const id = constructId('queue', queueName);
    const queue = new CfnQueue(this, id, {
      queueName,
      kmsMasterKeyId: this.key.keyArn,
      // A call to KMS for each message would be dear and slow.
      kmsDataKeyReusePeriodSeconds: 3600,
    });
    set(queue, rest);
    new CfnQueuePolicy(this, `${id}Policy`, { queues: [queue.ref], policyDocument: Policy });
  }

  #addSubscription({ topic, queue, attributes }: Resource & { kind: 'subscription' }): void {
    const subscription = new CfnSubscription(this, constructId('subscription', topic, queue), {
      topicArn: topicArn(this.place, topic),
      protocol: 'sqs',
      endpoint: queueArn(this.place, queue),
    });
    set(subscription, parsed(attributes));
    // What it names by ARN alone is there before it, and lets it in.
    for (const id of [
      constructId('topic', topic),
      constructId('queue', queue),
      `${constructId('queue', queue)}Policy`,
    ]) {
      const other = this.node.findChild(id);
      if (other instanceof CfnTopic || other instanceof CfnQueue || other instanceof CfnQueuePolicy) {
        subscription.addResourceDependency(other);
      }
    }
  }
}

/** CloudFormation has the attributes of the API under the same names, documents as JSON; CDK begins them in lower case. */
function set(resource: CfnTopic | CfnQueue | CfnSubscription, attributes: Record<string, unknown>): void {
  for (const [attribute, value] of Object.entries(attributes)) {
    const name = `${attribute.charAt(0).toLowerCase()}${attribute.slice(1)}`;
    if (!(name in resource)) throw new Error(`${resource.cfnResourceType} has no ${attribute}`);
    Object.assign(resource, { [name]: value });
  }
}

function parsed(attributes: Resource['attributes']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, JSON.parse(value) as unknown]));
}
