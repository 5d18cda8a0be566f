import { applyTopology, diffTopology, type Difference } from '../messaging/apply-topology.ts';
import { applyNatsTopology, diffNatsTopology } from '../messaging/nats/apply-topology.ts';
import { connectNats } from '../messaging/nats/connection.ts';
import { awsClients, awsPlace } from './runtime.ts';
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
  try {
    const work = what === 'apply' ? applyTopology : diffTopology;
    return await reaching('AWS_ENDPOINT_URL', () => work(aws, awsPlace(settings)));
  } finally {
    aws.sns.destroy();
    aws.sqs.destroy();
  }
}
