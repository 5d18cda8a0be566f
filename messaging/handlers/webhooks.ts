import { OrderCloudEvent } from '../../contracts/events.ts';
import type { Db } from '../../db/client.ts';
import { writeDeliveries } from '../../db/webhook-deliveries.ts';
import { isStorefront } from '../../domain/storefronts.ts';
import type { WebhookDeliveries } from '../../domain/webhooks.ts';
import { DeadMessage } from '../attempt.ts';
import type { Breaker } from '../breaker.ts';
import type { MessageHandler } from '../port.ts';
import { reading } from '../reading.ts';

/**
 * Whatever happens to an order -> a delivery to each endpoint of its storefront that wants to hear of it. What is told is
 * `type`, `timestamp` and `data`, as the Standard Webhooks spec has it; `data` is our event's contract, and no more. A
 * repeat is known by the deliveries themselves: in a shop where nobody wants to be told, an event is a look at the endpoints.
 */
export function webhooksHandler({
  db,
  deliveries,
  temporal,
}: {
  db: Db;
  deliveries: WebhookDeliveries;
  temporal: Breaker;
}): MessageHandler {
  return reading(OrderCloudEvent, async ({ id: eventId, type, time, subject, storefront, data }, signal) => {
    if (!isStorefront(storefront)) throw new DeadMessage(`there is no storefront ${storefront}`);
    const payload = JSON.stringify({ type, timestamp: time, data });
    const due = await writeDeliveries(db, { storefront, eventId, eventType: type, orderId: subject, payload });
    for (const delivery of due) await temporal.run(() => deliveries.start(delivery), signal);
  });
}
