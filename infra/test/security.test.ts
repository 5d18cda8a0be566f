import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROLE_NAMES } from '../roles.ts';
import { STAGES } from '../stages.ts';
import { templatesOf } from './templates.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

const templates = templatesOf('production');
/** Whatever they are: what is looked at in them is looked for by name. */
const all = Object.entries(templates).flatMap(([stack, template]) =>
  Object.entries(Object(template.toJSON()).Resources).map(([id, resource]) => ({
    where: `${stack}/${id}`,
    type: String(Object(resource).Type),
    properties: Object(Object(resource).Properties),
    deletion: Object(resource).DeletionPolicy,
  })),
);
const ofType = (...types: string[]) => all.filter(({ type }) => types.includes(type));

/** Each statement of a role's policies, with where it is. */
const statements: { where: string; statement: Statement }[] = ofType('AWS::IAM::Policy', 'AWS::IAM::Role').flatMap(
  ({ where, properties: { PolicyDocument, Policies = [] } }) =>
    [PolicyDocument, ...Policies.map((policy: object) => Object(policy).PolicyDocument)]
      .filter((document) => document !== undefined)
      .flatMap(statementsOf)
      .map((statement) => ({ where, statement })),
);

function statementsOf({ Statement }: { Statement: Statement[] }): Statement[] {
  return Statement;
}

describe('what may be done', () => {
  it('is said action by action: no role has a * among them', () => {
    assert.ok(statements.length > 30);
    const wide = statements.filter(({ statement }) => [statement.Action].flat().some((action) => action.includes('*')));
    assert.deepEqual(
      wide.map(({ where, statement }) => [where, statement.Action]),
      [],
    );
  });

  it('is allowed on what is named, but for the one action that knows no resource', () => {
    const everywhere = statements.filter(({ statement }) => [statement.Resource].flat().includes('*'));
    const actions = new Set(everywhere.flatMap(({ statement }) => statement.Action));
    assert.deepEqual([...actions], ['ecr:GetAuthorizationToken']);
  });

  it("with the key of orders' payloads is about keys of the ring alone, and only migrate has new ones made", () => {
    const [exported] = Object.values(templates.data.findOutputs('*')).filter(({ Value }) =>
      String(Value['Fn::GetAtt']?.[0]).startsWith('Payloads'),
    );
    const using = statements.filter(({ statement }) =>
      JSON.stringify(statement.Resource).includes(String(exported?.['Export'].Name)),
    );
    for (const { where, statement } of using) {
      assert.deepEqual(statement.Condition, { StringLike: { 'kms:EncryptionContext:id': 'ring-*' } }, where);
    }
    const actionsIn = (part: string) =>
      using.filter(({ where }) => where.startsWith(part)).map(({ statement }) => statement.Action);
    assert.deepEqual(actionsIn('platform/'), [['kms:Decrypt', 'kms:GenerateDataKey']]);
    assert.deepEqual(
      actionsIn('services/'),
      ROLE_NAMES.map(() => 'kms:Decrypt'),
    );
  });

  it('comes from no managed policy of AWS', () => {
    const managed = ofType('AWS::IAM::Role').filter(({ properties }) => properties.ManagedPolicyArns !== undefined);
    assert.deepEqual(
      managed.map(({ where }) => where),
      [],
    );
  });

  it('is asked of queues by their topics alone', () => {
    const open = ofType('AWS::SQS::QueuePolicy').flatMap(({ where, properties }) =>
      statementsOf(properties.PolicyDocument)
        .filter(
          ({ Effect, Condition }) => Effect === 'Allow' && Condition?.['ArnEquals']?.['aws:SourceArn'] === undefined,
        )
        .map(() => where),
    );
    assert.deepEqual(open, []);
  });

  it('is lent to workflows of the shop in their environment, by nothing that could be kept', () => {
    for (const [stage, { repository }] of Object.entries(STAGES)) {
      const [role] = Object.values(
        templatesOf(stage as keyof typeof STAGES).delivery.findResources('AWS::IAM::Role', {
          Properties: { RoleName: 'order-saga-deploys' },
        }),
      );
      assert.deepEqual(role?.['Properties'].AssumeRolePolicyDocument.Statement[0].Condition, {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': `repo:${repository}:environment:${stage}`,
        },
      });
    }
    assert.deepEqual(ofType('AWS::IAM::User', 'AWS::IAM::AccessKey'), []);
  });
});

describe('what is kept', () => {
  it('is encrypted: buckets, topics, queues, logs, secrets, images and the database', () => {
    const keyOf = {
      'AWS::SNS::Topic': 'KmsMasterKeyId',
      'AWS::SQS::Queue': 'KmsMasterKeyId',
      'AWS::Logs::LogGroup': 'KmsKeyId',
      'AWS::SecretsManager::Secret': 'KmsKeyId',
      'AWS::RDS::DBCluster': 'KmsKeyId',
      'AWS::S3::Bucket': 'BucketEncryption',
      'AWS::ECR::Repository': 'EncryptionConfiguration',
    };
    for (const [type, property] of Object.entries(keyOf)) {
      assert.ok(ofType(type).length > 0, type);
      for (const { where, properties } of ofType(type)) assert.ok(properties[property], `${where} ${property}`);
    }
    for (const { where, properties } of ofType('AWS::KMS::Key'))
      assert.equal(properties.EnableKeyRotation, true, where);
  });

  it('is reached by TLS alone: buckets, topics and queues refuse anything else, and so does the database', () => {
    const refusing = (type: string) =>
      ofType(type).filter(({ properties }) =>
        statementsOf(properties.PolicyDocument).some(
          ({ Effect, Condition }) => Effect === 'Deny' && Condition?.['Bool']?.['aws:SecureTransport'] === 'false',
        ),
      ).length;
    assert.equal(refusing('AWS::SQS::QueuePolicy'), ofType('AWS::SQS::Queue').length);
    assert.equal(refusing('AWS::SNS::TopicPolicy'), ofType('AWS::SNS::Topic').length);
    assert.equal(refusing('AWS::S3::BucketPolicy'), ofType('AWS::S3::Bucket').length);
    templates.data.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: { 'rds.force_ssl': '1' },
    });
    templates.services.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTPS', Port: 443 });
    templates.services.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
    for (const { where, properties } of ofType('AWS::ApiGatewayV2::Integration')) {
      assert.equal(properties.TlsConfig.ServerNameToVerify, STAGES.production.domain, where);
    }
  });

  it('outlives a mistake: the database, the buckets and every key stay when their stack goes', () => {
    for (const { where, deletion } of ofType('AWS::RDS::DBCluster', 'AWS::S3::Bucket', 'AWS::KMS::Key')) {
      assert.equal(deletion, 'Retain', where);
    }
    templates.data.hasResourceProperties('AWS::RDS::DBCluster', {
      DeletionProtection: true,
      BackupRetentionPeriod: STAGES.production.backupDays,
      ManageMasterUserPassword: true,
    });
  });
});
