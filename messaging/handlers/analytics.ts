import { OrderCloudEvent } from '../../contracts/events.ts';
import { addFacts } from '../../db/analytics.ts';
import type { Db } from '../../db/client.ts';
import { handleOnce } from '../../db/inbox.ts';
import { factsOf } from '../../domain/order-facts.ts';
import type { MessageHandler } from '../port.ts';
import { reading } from '../reading.ts';

const CONSUMER = 'analytics';

/** What each event says of its order is added to what analytics knows of it. */
export function analyticsHandler({ db }: { db: Db }): MessageHandler {
  return reading(OrderCloudEvent, async (event) => {
    await handleOnce(db, CONSUMER, event.id, (tx) => addFacts(tx, factsOf(event)));
  });
}
