import { connect, type NatsConnection } from '@nats-io/transport-node';

/**
 * Connects, and from then on comes back by itself however long the server is away.
 * @throws when the server is not there now
 */
export async function connectNats(url: string): Promise<NatsConnection> {
  return await connect({
    servers: url.split(','),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    // A server that went without a word is missed after three of them.
    pingInterval: 10_000,
    // A stack trace for each request is dear.
    noAsyncTraces: true,
  });
}
