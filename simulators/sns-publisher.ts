import { PublishBatchCommand, SNSClient, type PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import type { CarrierEvent } from './carrier-outbox.ts';
import { envelope, type ShippingEventsPublisher } from './shipping-events.ts';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:shipping-events';

const text = (value: string) => ({ DataType: 'String', StringValue: value });

function entry(event: CarrierEvent, index: number): PublishBatchRequestEntry {
  return {
    Id: String(index),
    Message: JSON.stringify(envelope(event)),
    MessageAttributes: {
      eventType: text(event.type),
      ...(event.storefront === null ? {} : { storefront: text(event.storefront) }),
    },
  };
}

export function snsPublisher(endpoint: string): ShippingEventsPublisher {
  const sns = new SNSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'simulator', secretAccessKey: 'simulator' },
    // The clock comes round again by itself: a try that fails is only told sooner.
    maxAttempts: 1,
  });
  return {
    async publish(events) {
      const answer = await sns.send(
        new PublishBatchCommand({ TopicArn: TOPIC_ARN, PublishBatchRequestEntries: events.map(entry) }),
      );
      return (answer.Successful ?? []).flatMap((taken) => events[Number(taken.Id)]?.id ?? []);
    },
    close: async () => sns.destroy(),
  };
}
