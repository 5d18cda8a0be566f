import type { OutgoingMessage } from './port.ts';

/** SNS PublishBatch: ten entries, and the topic's size limit in all. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;

/** Cuts messages into batches that SNS takes, keeping their order. */
export function batches(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const result: OutgoingMessage[][] = [];
  let batch: OutgoingMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = byteSize(message);
    if (batch.length === MAX_ENTRIES || (batch.length > 0 && bytes + size > MAX_BYTES)) {
      result.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) result.push(batch);
  return result;
}

/** What SNS and SQS count: body and attributes, attributes with name, type and value, in UTF-8. */
export function byteSize({ body, eventType, storefront }: OutgoingMessage): number {
  return Buffer.byteLength(`${body}eventTypeString${eventType}storefrontString${storefront}`);
}
