import { applyTopology, diffTopology, type Difference } from '../messaging/apply-topology.ts';
import { applyNatsTopology, diffNatsTopology } from '../messaging/nats/apply-topology.ts';
import { applyClaimBucket, diffClaimBucket } from '../messaging/claim-bucket.ts';
import { connectNats } from '../messaging/nats/connection.ts';
import { awsClients, awsPlace, claimPlace, s3Client } from './aws.ts';
import { reaching, required, type Settings } from './settings.ts';

/** Brings topics and queues to what messaging/topology.ts says, or says where they are not; where MESSAGING says. */
export async function onTopology(settings: Settings, what: 'apply' | 'diff'): Promise<Difference[]> {
  if (settings.MESSAGING === 'nats') {
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
  const aws = awsClients(settings);
  const s3 = s3Client(settings);
  try {
    const [topology, bucket] = what === 'apply' ? [applyTopology, applyClaimBucket] : [diffTopology, diffClaimBucket];
    return [
      ...(await reaching('AWS_ENDPOINT_URL', () => topology(aws, awsPlace(settings)))),
      ...(await reaching('CLAIM_BUCKET', () => bucket(s3, claimPlace(settings)))),
    ];
  } finally {
    for (const client of [aws.sns, aws.sqs, s3]) client.destroy();
  }
}
