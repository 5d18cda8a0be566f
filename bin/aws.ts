import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { AwsClients, AwsPlace } from '../messaging/aws-resources.ts';
import type { ClaimPlace } from '../messaging/s3-claims.ts';
import type { Settings } from './settings.ts';

/** AWS, or what speaks its API at AWS_ENDPOINT_URL. */
export function awsClients(settings: Settings): AwsClients {
  const base = awsBase(settings);
  return {
    // What would wait in here for a free connection could go out long after it was told to.
    sns: new SNSClient({ ...base, requestHandler: { ...PATIENCE, httpAgent: MANY, httpsAgent: MANY }, maxAttempts: 2 }),
    sqs: new SQSClient({ ...base, requestHandler: PATIENCE }),
  };
}

/** A server that is there and says nothing is as good as away. Longer than a long poll waits. */
const PATIENCE = { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true };

const MANY = { maxSockets: 1000 };

export function awsPlace({ AWS_REGION, AWS_ACCOUNT_ID }: Settings): AwsPlace {
  return { region: AWS_REGION, accountId: AWS_ACCOUNT_ID };
}

export function s3Client(settings: Settings): S3Client {
  // At an address of its own there are no host names for buckets.
  return new S3Client({ ...awsBase(settings), forcePathStyle: settings.AWS_ENDPOINT_URL !== undefined });
}

export function claimPlace({ CLAIM_BUCKET, AWS_ACCOUNT_ID }: Settings): ClaimPlace {
  return { bucket: CLAIM_BUCKET, accountId: AWS_ACCOUNT_ID };
}

export function awsBase({ AWS_REGION, AWS_ENDPOINT_URL }: Settings) {
  return {
    region: AWS_REGION,
    ...(AWS_ENDPOINT_URL === undefined
      ? {}
      : { endpoint: AWS_ENDPOINT_URL, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  };
}
