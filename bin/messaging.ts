import type { Logger } from 'pino';
import { breaker } from '../messaging/breaker.ts';
import { withClaimCheck } from '../messaging/claim-check.ts';
import { connectNats } from '../messaging/nats/connection.ts';
import { natsMessaging } from '../messaging/nats/messaging.ts';
import type { MessagingService } from '../messaging/port.ts';
import { s3Claims } from '../messaging/s3-claims.ts';
import { snsSqsMessaging } from '../messaging/sns-sqs.ts';
import { awsClients, awsPlace, claimPlace, s3Client } from './aws.ts';
import { reaching, required, type Settings } from './settings.ts';

export interface OpenMessaging {
  messaging: MessagingService;
  close(): Promise<void>;
}

/** The messages over what the setting MESSAGING says; what is too large for a message goes by S3 in either case. */
export async function openMessaging(settings: Settings, log: Logger): Promise<OpenMessaging> {
  const { messaging, ...transport } = await { 'sns-sqs': openSnsSqs, nats: openNats }[settings.MESSAGING](
    settings,
    log,
  );
  const s3 = s3Client(settings);
  const onChange = (state: string) => log.warn({ outside: 's3', state }, 'the circuit breaker changed');
  return {
    messaging: withClaimCheck(messaging, s3Claims(s3, claimPlace(settings)), {
      maxBytes: settings.MESSAGE_MAX_BYTES,
      breaker: breaker({ onChange }),
    }),
    close: async () => {
      await transport.close();
      s3.destroy();
    },
  };
}

async function openSnsSqs(settings: Settings, log: Logger): Promise<OpenMessaging> {
  const aws = awsClients(settings);
  return {
    messaging: snsSqsMessaging(aws, { place: awsPlace(settings), ...subscriber(settings, log) }),
    close: async () => [aws.sns, aws.sqs].forEach((client) => client.destroy()),
  };
}

async function openNats(settings: Settings, log: Logger): Promise<OpenMessaging> {
  const url = required(settings, 'NATS_URL');
  const connection = await reaching('NATS_URL', () => connectNats(url));
  return {
    messaging: await natsMessaging(connection, subscriber(settings, log)),
    close: () => connection.close(),
  };
}

function subscriber(settings: Settings, log: Logger) {
  return {
    retrySeconds: settings.CONSUMER_RETRY_SECONDS,
    onError: (error: Error, queue: string) => log.warn({ err: error, queue }, 'a message was not handled'),
  };
}
