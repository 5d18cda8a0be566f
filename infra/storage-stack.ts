import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { MESSAGE_LIFE_DAYS } from '../domain/message-life.ts';

const USUAL = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies BucketProps;

/** Buckets: the data of large events, what is exported, and the logs of whatever writes its logs to S3. */
export class StorageStack extends Stack {
  readonly key: Key;
  readonly claims: Bucket;
  readonly claimsArn: string;
  readonly exports: Bucket;
  readonly logs: Bucket;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.key = new Key(this, 'Key', {
      description: 'What claims and exports are encrypted with',
      enableKeyRotation: true,
    });
    this.logs = new Bucket(this, 'Logs', {
      ...USUAL,
      bucketName: `order-saga-logs-${this.account}-${this.region}`,
      // Load balancers can write to no other kind.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [expires(400, { glacierAfterDays: 90 })],
    });
    const encrypted = {
      ...USUAL,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      // One call to KMS for many objects.
      bucketKeyEnabled: true,
    };
    const claims = `order-saga-claims-${this.account}-${this.region}`;
    this.claimsArn = `arn:aws:s3:::${claims}`;
    this.claims = new Bucket(this, 'Claims', {
      ...encrypted,
      bucketName: claims,
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: 's3/claims/',
      // One rule: `npm run ops -- messaging diff` looks at it.
      lifecycleRules: [expires(MESSAGE_LIFE_DAYS)],
    });
    this.exports = new Bucket(this, 'Exports', {
      ...encrypted,
      bucketName: `order-saga-exports-${this.account}-${this.region}`,
      versioned: true,
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: 's3/exports/',
      lifecycleRules: [{ ...expires(30), noncurrentVersionExpiration: Duration.days(7) }],
    });
  }
}

function expires(days: number, { glacierAfterDays }: { glacierAfterDays?: number } = {}): LifecycleRule {
  return {
    expiration: Duration.days(days),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
    ...(glacierAfterDays === undefined
      ? {}
      : {
          transitions: [
            { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(glacierAfterDays) },
          ],
        }),
  };
}
