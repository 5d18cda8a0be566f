import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import type postgres from 'postgres';
import type { OutgoingMessage, Publisher } from '../../messaging/port.ts';
import { ON_HAND, SKUS } from '../load/catalogue.ts';

/** Units that a warehouse says came (or went), by SKU. */
export type Moved = Map<string, number>;

/** A warehouse that tells of deliveries and damages, evenly over `seconds`, each until it is taken. */
export async function warehouse(publisher: Publisher, events: number, seconds: number): Promise<Moved> {
  const moved: Moved = new Map();
  for (let n = 0; n < events; n += 1) {
    const sku = SKUS[n % SKUS.length] ?? '';
    const isDamage = n % 5 === 0;
    const quantity = 1 + (n % 7);
    moved.set(sku, (moved.get(sku) ?? 0) + (isDamage ? -quantity : quantity));
    await untilTaken(publisher, message(isDamage ? 'stock.damaged' : 'stock.received', sku, quantity));
    await sleep((seconds * 1000) / events);
  }
  return moved;
}

async function untilTaken(publisher: Publisher, one: OutgoingMessage): Promise<void> {
  for (;;) {
    const [outcome] = await publisher.publish('warehouse-events', [one]);
    if (outcome?.taken === true) return;
    await sleep(100);
  }
}

function message(type: string, sku: string, quantity: number): OutgoingMessage {
  const event = {
    specversion: '1.0',
    id: ulid(),
    source: '/warehouse',
    type,
    subject: sku,
    time: new Date().toISOString(),
    data: { sku, quantity },
  };
  return { eventType: type, storefront: 'all', body: JSON.stringify(event) };
}

/** What is on hand is what there was, what came, less what went and what shipped. */
export async function stockViolations(sql: postgres.Sql, moved: Moved): Promise<string[]> {
  const rows = await sql<{ sku: string; on_hand: number; reserved: number; shipped: number }[]>`
    select i.sku, i.on_hand, i.reserved, coalesce(sum(l.shipped), 0)::integer as shipped
    from inventory i left join order_lines l on l.sku = i.sku
    where i.sku = any(${[...SKUS]}) group by i.sku, i.on_hand, i.reserved`;
  return rows.flatMap(({ sku, on_hand: onHand, reserved, shipped }) => {
    const wanted = ON_HAND + (moved.get(sku) ?? 0) - shipped;
    const said = `${sku} has ${onHand} on hand and ${reserved} reserved`;
    return onHand === wanted && reserved === 0 ? [] : [`${said}, and should have ${wanted} and 0`];
  });
}
