import { jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { envelope, type ShippingEventsPublisher } from './shipping-events.ts';

const TOPIC = 'shipping-events';

export function jetstreamPublisher(url: string): ShippingEventsPublisher {
  let connecting: Promise<NatsConnection> | undefined;
  const connected = async () => {
    // Only the first try can fail: from then on the connection comes back by itself.
    connecting ??= connect({ servers: url.split(','), maxReconnectAttempts: -1, reconnectTimeWait: 500 });
    try {
      return await connecting;
    } catch (error) {
      connecting = undefined;
      throw error;
    }
  };
  return {
    async publish(events) {
      const js = jetstream(await connected());
      const taken: string[] = [];
      // One after the other: what is not taken keeps back what happened later.
      for (const event of events) {
        const values = headers();
        values.set('eventType', event.type);
        if (event.storefront !== null) values.set('storefront', event.storefront);
        await js.publish(`${TOPIC}.${event.type}`, JSON.stringify(envelope(event)), { headers: values });
        taken.push(event.id);
      }
      return taken;
    },
    close: async () => {
      await connecting?.then((connection) => connection.close()).catch(() => undefined);
    },
  };
}
