import { PublishBatchCommand, SNSClient, type PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import type { CarrierEvent } from './carrier-outbox.ts';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:shipping-events';

/** The most entries that SNS takes in one PublishBatch. */
export const BATCH_LIMIT = 10;

export type PublishShippingEvents = (events: readonly CarrierEvent[]) => Promise<string[]>;

/** CloudEvents 1.0, in JSON (structured mode). */
function envelope(event: CarrierEvent) {
  return {
    specversion: '1.0',
    id: event.id,
    source: '/shipping',
    type: event.type,
    subject: event.order_id,
    time: new Date(event.time).toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:order-saga:shipping:${event.type}:1`,
    ...(event.storefront === null ? {} : { storefront: event.storefront }),
    data: {
      eventId: event.id,
      orderId: event.order_id,
      shipmentId: event.shipment_id,
      carrier: event.carrier,
      trackingNumber: event.tracking_number,
      lines: event.lines,
    },
  };
}

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

/** Publishes up to BATCH_LIMIT events; gives the ids of those that SNS took. */
export function shippingEventsPublisher(endpoint: string): { publish: PublishShippingEvents; close(): void } {
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
    close: () => sns.destroy(),
  };
}
