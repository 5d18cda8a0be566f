import type { JetStreamClient } from '@nats-io/jetstream';
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core';
import type { OutgoingMessage, Publisher, PublishOutcome } from '../port.ts';
import type { TopicName } from '../topology.ts';
import { subjectOf } from './resources.ts';

const ANSWER_MS = 5000;
const TAKEN: PublishOutcome = { taken: true };

/** Publishes to JetStream: each message for itself, all of them in flight together. */
export function natsPublisher(connection: NatsConnection, js: JetStreamClient): Publisher {
  const isAway = outageOf(connection);

  async function publishOne(
    topic: TopicName,
    { body, ...attributes }: OutgoingMessage,
    notAfter: number,
  ): Promise<PublishOutcome> {
    const left = notAfter - performance.now();
    if (left <= 0) return { taken: false, reason: 'it was too late to send it' };
    // What is sent meanwhile is thrown away by the client, and would wait for its answer all the same.
    if (isAway()) return { taken: false, reason: 'NATS is away' };
    try {
      await js.publish(subjectOf(topic, attributes.eventType), body, {
        headers: textHeaders(attributes),
        timeout: Math.ceil(Math.min(ANSWER_MS, left)),
      });
      return TAKEN;
    } catch (error) {
      // Without an answer it may have been taken all the same: it comes twice.
      return { taken: false, reason: String(error) };
    }
  }

  return {
    publish: async (topic, messages, notAfter = Number.POSITIVE_INFINITY) =>
      await Promise.all(messages.map((message) => publishOne(topic, message, notAfter))),
  };
}

export function textHeaders(values: Readonly<Record<string, string>>): MsgHdrs {
  const result = headers();
  for (const [name, value] of Object.entries(values)) result.set(name, value);
  return result;
}

function outageOf(connection: NatsConnection): () => boolean {
  let away = false;
  const watch = async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') away = true;
      if (type === 'reconnect') away = false;
    }
  };
  void watch();
  return () => away;
}
