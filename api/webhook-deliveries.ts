import type { Db } from '../db/client.ts';
import { findDelivery, listDeliveries } from '../db/webhook-deliveries.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { WebhookDeliveries } from '../domain/webhooks.ts';
import { decodePosition, pageOf } from './cursor.ts';
import type { Handlers } from './routes.ts';
import { madeBy, read } from './webhook-in-hand.ts';
import { deliveryView } from './webhook-views.ts';

export interface WebhookDeliveryDeps {
  db: Db;
  deliveries: WebhookDeliveries;
}

/** What a webhook endpoint was told, and is told again. */
export function webhookDeliveryHandlers({
  db,
  deliveries,
}: WebhookDeliveryDeps): Pick<Handlers, 'listWebhookDeliveries' | 'replayWebhookDelivery'> {
  return {
    async listWebhookDeliveries(call) {
      const { limit, cursor } = call.query;
      const { id } = await read(db, call);
      const list = ['webhook deliveries', id];
      const found = await listDeliveries(db, id, limit + 1, decodePosition(list, cursor));
      return { status: 200, body: pageOf(list, found.map(deliveryView), limit) };
    },

    async replayWebhookDelivery(call) {
      const { id, disabledAt } = await read(db, call);
      const { deliveryId } = call.params;
      const delivery = await findDelivery(db, id, deliveryId);
      if (!delivery) throw new OrderSagaError('not_found', `There is no delivery ${deliveryId}`);
      if (disabledAt) throw new OrderSagaError('endpoint_disabled');
      const { id: replayId, isRepeat } = await madeBy(db, call.keyed);
      if (isRepeat) call.setHeader('Idempotent-Replayed', 'true');
      await deliveries.replay(delivery, replayId);
      return { status: 202, body: deliveryView(delivery) };
    },
  };
}
