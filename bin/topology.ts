import { applyTopology, diffTopology } from '../messaging/apply-topology.ts';
import { applyNatsTopology, diffNatsTopology } from '../messaging/nats/apply-topology.ts';
import { applyClaimBucket, diffClaimBucket } from '../messaging/claim-bucket.ts';
import { connectNats } from '../messaging/nats/connection.ts';
import type { Difference } from '../messaging/resource-diff.ts';
import { awsClients, awsPlace, claimPlace, s3Client } from './aws.ts';
import { reaching, required, type Settings } from './settings.ts';

/** Brings topics, queues and the bucket for claims to what they should be, or says where they are not; where MESSAGING says. */
export async function onTopology(settings: Settings, what: 'apply' | 'diff'): Promise<Difference[]> {
  const topology = settings.MESSAGING === 'nats' ? onNats : onSnsSqs;
  return [...(await topology(settings, what)), ...(await onS3(settings, what))];
}

async function onNats(settings: Settings, what: 'apply' | 'diff'): Promise<Difference[]> {
  const url = required(settings, 'NATS_URL');
  return await reaching('NATS_URL', async () => {
    const connection = await connectNats(url);
    try {
      return await (what === 'apply' ? applyNatsTopology : diffNatsTopology)(connection);
    } finally {
      await connection.close();
    }
  });
}

async function onSnsSqs(settings: Settings, what: 'apply' | 'diff'): Promise<Difference[]> {
  const aws = awsClients(settings);
  const work = what === 'apply' ? applyTopology : diffTopology;
  try {
    return await reaching('AWS_ENDPOINT_URL', () => work(aws, awsPlace(settings)));
  } finally {
    aws.sns.destroy();
    aws.sqs.destroy();
  }
}

async function onS3(settings: Settings, what: 'apply' | 'diff'): Promise<Difference[]> {
  const s3 = s3Client(settings);
  const work = what === 'apply' ? applyClaimBucket : diffClaimBucket;
  try {
    return await reaching('CLAIM_BUCKET', () => work(s3, claimPlace(settings)));
  } finally {
    s3.destroy();
  }
}
