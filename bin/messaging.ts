import type { Logger } from 'pino';
import type { AwsClients, AwsPlace } from '../messaging/aws-resources.ts';
import { connectNats } from '../messaging/nats/connection.ts';
import { natsMessaging } from '../messaging/nats/messaging.ts';
import type { MessagingService } from '../messaging/port.ts';
import { snsSqsMessaging } from '../messaging/sns-sqs.ts';
import { reaching, required, type Settings } from './settings.ts';

/** The messages over what the setting MESSAGING says. */
export async function openMessaging(
  settings: Settings,
  aws: { clients: AwsClients; place: AwsPlace },
  log: Logger,
): Promise<{ messaging: MessagingService; close: () => Promise<void> }> {
  const subscriber = {
    retrySeconds: settings.CONSUMER_RETRY_SECONDS,
    onError: (error: Error, queue: string) => log.warn({ err: error, queue }, 'a message was not handled'),
  };
  if (settings.MESSAGING === 'sns-sqs') {
    return {
      messaging: snsSqsMessaging(aws.clients, { place: aws.place, ...subscriber }),
      close: async () => undefined,
    };
  }
  const url = required(settings, 'NATS_URL');
  const connection = await reaching('NATS_URL', () => connectNats(url));
  return { messaging: await natsMessaging(connection, subscriber), close: () => connection.close() };
}
