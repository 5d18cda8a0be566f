import type { QueueName, TopicName } from './topology.ts';

export interface OutgoingMessage {
  eventType: string;
  storefront: string;
  body: string;
}

export interface Publisher {
  /**
   * Publishes a batch of any size, split as the transport needs.
   * @returns for each message, in order, whether it was taken
   */
  publish(topic: TopicName, messages: readonly OutgoingMessage[]): Promise<boolean[]>;
}

export interface IncomingMessage {
  body: string;
}

/** Handles one message; what it throws leaves the message to be delivered again. */
export type MessageHandler = (message: IncomingMessage) => Promise<void>;

export interface Subscription {
  /** No new messages; resolves once those in hand are done. */
  stop(): Promise<void>;
}

/** The port to the messages: publish a batch, subscribe a handler. */
export interface MessagingService extends Publisher {
  subscribe(queue: QueueName, handler: MessageHandler): Promise<Subscription>;
}
