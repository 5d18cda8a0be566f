import { Argument, Command } from 'commander';
import { findNeedsAttention } from '../../db/order-lists.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import { OPERATOR_STEPS, type OperatorStep } from '../../domain/order.ts';
import { attentionTable } from './order-view.ts';
import { onDatabase, onRuntime } from './reach.ts';
import { reasonOption } from './reason.ts';
import { jsonText, print } from './text.ts';

const MOST = 1000;

/** `npm run ops -- attention list|retry|skip`: what was given up and waits for an operator. */
export function attentionCommand(): Command {
  const attention = new Command('attention').description('Orders with a step that was given up: retry it, or skip it');
  attention
    .command('list')
    .description(`Say which there are, the oldest orders first, ${MOST} at most`)
    .option('--json', 'for machines')
    .action(async ({ json }: { json?: true }) => {
      const orders = await onDatabase(({ db }) => findNeedsAttention(db, MOST));
      if (json) {
        print(
          jsonText(orders.map(({ id, storefront, status, attention: steps }) => ({ id, storefront, status, steps }))),
        );
      } else print(orders.length === 0 ? 'no order needs attention' : attentionTable(orders));
    });
  for (const action of ['retry', 'skip'] as const) {
    attention
      .command(action)
      .description(DESCRIPTIONS[action])
      .argument('<order>')
      .addArgument(new Argument('<step>', OPERATOR_STEPS.join(', ')).choices(OPERATOR_STEPS))
      .addOption(reasonOption().makeOptionMandatory())
      .action(async (orderId: string, step: OperatorStep, { reason }: { reason: string }) => {
        await onRuntime(({ gateway }) => resolve(gateway, orderId, step, action, reason));
      });
  }
  return attention;
}

const DESCRIPTIONS = {
  retry: 'Do it once more',
  skip: 'Never do it: it was settled by hand, or is not wanted any more',
};

async function resolve(
  gateway: OrderGateway,
  orderId: string,
  step: OperatorStep,
  action: 'retry' | 'skip',
  reason: string,
): Promise<void> {
  const { order, decided } = await gateway.resolve(orderId, step, action, reason);
  const failed = order.attention.find((known) => known.step === step);
  if (failed && decided) throw new Error(`order ${orderId}: ${step} was given up again: ${failed.error}`);
  if (!decided) print(`order ${orderId} is ${order.status}: ${step} is under way still`);
  else print(`order ${orderId} is ${order.status}: ${step} ${action === 'retry' ? 'done' : 'skipped'}`);
}
