import { Command } from 'commander';
import { newId } from '../../db/ids.ts';
import { readEvents } from '../../db/order-events.ts';
import { theOrder } from '../../db/orders.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import { orderInFull } from './order-view.ts';
import { onDatabase, onRuntime } from './reach.ts';
import { reasonOption } from './reason.ts';
import { jsonText, print } from './text.ts';

/** `npm run ops -- order show ID`. */
export function orderCommand(): Command {
  const order = new Command('order').description('One order');
  order
    .command('show')
    .description('Say everything of it: lines, money, parcels, and what happened when')
    .argument('<order>')
    .option('--json', 'for machines, and with its addresses')
    .action(async (orderId: string, { json }: { json?: true }) => {
      const [found, events] = await onDatabase(({ db }) =>
        Promise.all([theOrder(db, orderId), readEvents(db, orderId)]),
      );
      print(json ? jsonText({ ...found, timeline: events }) : orderInFull(found, events));
    });
  return order;
}

export function holdCommand(): Command {
  return new Command('hold')
    .description('Put an order on hold: its stock stays reserved, nothing ships')
    .argument('<order>')
    .addOption(reasonOption().makeOptionMandatory())
    .action(changing('holdOrder'));
}

export function releaseCommand(): Command {
  return new Command('release')
    .description('Let an order on hold go on')
    .argument('<order>')
    .addOption(reasonOption())
    .action(changing('releaseOrder'));
}

export function rejectCommand(): Command {
  return new Command('reject')
    .description('Cancel an order on hold, or what has not shipped of it')
    .argument('<order>')
    .addOption(reasonOption().makeOptionMandatory())
    .action(changing('rejectOrder'));
}

export function resumeCommand(): Command {
  return new Command('resume')
    .description('Make sure that the workflow of an order runs, from Postgres where it has gone')
    .argument('<order>')
    .action(async (orderId: string) => {
      await onRuntime(({ gateway }) => gateway.resume(orderId));
      print(`order ${orderId}: its workflow runs`);
    });
}

function changing(name: 'holdOrder' | 'releaseOrder' | 'rejectOrder') {
  return async (orderId: string, { reason = null }: { reason?: string | null }): Promise<void> => {
    const change = (gateway: OrderGateway) => gateway.change(orderId, name, newId(), { reason });
    const { status } = await onRuntime(({ gateway }) => change(gateway));
    print(`order ${orderId} is ${status}`);
  };
}
