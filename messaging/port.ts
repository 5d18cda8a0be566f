import type { QueueName, TopicName } from './topology.ts';

export interface OutgoingMessage {
  eventType: string;
  storefront: string;
  body: string;
}

/** What became of one entry of a batch. An entry that was not taken can be published again as it is. */
export type PublishOutcome = { taken: true } | { taken: false; reason: string };

export interface Publisher {
  /**
   * Publishes a batch of any size, split as the transport needs. Never rejects for an entry's sake.
   * @param notAfter by performance.now(): from then on nothing more is sent, also by a process that stood still meanwhile,
   * and what was not answered for counts as not taken, though it may have been
   * @returns for each message, in order, what became of it
   */
  publish(topic: TopicName, messages: readonly OutgoingMessage[], notAfter?: number): Promise<PublishOutcome[]>;
}

export interface IncomingMessage {
  body: string;
  /** How often it has been received, this time included. */
  receives: number;
}

/**
 * Handles one message. What it throws leaves the message to be tried again, after a while and at most as often as
 * topology.ts says; DeadMessage (attempt.ts) is not tried again.
 * @param signal aborts when the process stops: what waits for somebody outside gives up, what works finishes
 */
export type MessageHandler = (message: IncomingMessage, signal: AbortSignal) => Promise<void>;

export interface Subscription {
  /** No new messages; resolves once those in hand are done. */
  stop(): Promise<void>;
}

/** What nobody could handle, as it lies in a dead-letter queue. */
export interface DeadLetter {
  /** The transport's id of the message there. */
  id: string;
  queue: QueueName;
  /** `undelivered`: the topic could not bring it to its queue. */
  kind: 'dead' | 'undelivered';
  body: string;
  eventType: string;
  storefront: string;
  /** Null where the transport moved it by itself: its consumer died with it each time. */
  reason: string | null;
  receives: number | null;
  /** When it came here, RFC 3339; where the transport moved it by itself, when it was sent. */
  time: string;
}

/** The dead letters of all queues, for operators. */
export interface DeadLetters {
  /** Oldest first; none is taken away. */
  list(queue: QueueName): Promise<DeadLetter[]>;
  /**
   * Puts messages back into the queue they were meant for, and not into others. Told twice, a consumer knows.
   * @param ids all of them when undefined
   * @returns how many
   */
  redrive(queue: QueueName, ids?: readonly string[]): Promise<number>;
  /** Throws them away. @returns how many */
  drop(queue: QueueName, ids?: readonly string[]): Promise<number>;
}

/** How far a queue is behind. */
export interface QueueDepth {
  /** Waiting or in hand. */
  messages: number;
  deadLetters: number;
}

/** The port to the messages: publish a batch, subscribe a handler, and look after what could not be handled. */
export interface MessagingService extends Publisher {
  subscribe(queue: QueueName, handler: MessageHandler): Promise<Subscription>;
  depth(queue: QueueName): Promise<QueueDepth>;
  deadLetters: DeadLetters;
}
