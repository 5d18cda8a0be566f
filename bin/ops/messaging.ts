import { Command } from 'commander';
import type { Difference } from '../../messaging/resource-diff.ts';
import { onTopology } from '../topology.ts';
import { opsSettings } from './reach.ts';

/** `npm run ops -- messaging apply|diff`: topics, queues and subscriptions, by messaging/topology.ts. */
export function messagingCommand(): Command {
  const messaging = new Command('messaging').description('Topics, queues and subscriptions, and the bucket for claims');
  messaging
    .command('apply')
    .description('Bring them to what messaging/topology.ts says, and say what was changed')
    .action(async () => {
      const changed = await onTopology(opsSettings(), 'apply');
      process.stdout.write(`${changed.map((one) => `${inWords(one)}: mended\n`).join('')}${changed.length} changed\n`);
    });
  messaging
    .command('diff')
    .description('Say where they are not what messaging/topology.ts says; exit 1 when there is such a place')
    .action(async () => {
      const differences = await onTopology(opsSettings(), 'diff');
      process.stdout.write(`${differences.map((one) => `${inWords(one)}\n`).join('')}${differences.length} differ\n`);
      process.exitCode = differences.length > 0 ? 1 : 0;
    });
  return messaging;
}

function inWords({ resource, attribute, wanted, found }: Difference): string {
  if (attribute !== undefined)
    return `${resource}: ${attribute} is ${found ?? 'not set'}, should be ${wanted ?? 'not set'}`;
  return wanted === null ? `${resource} should not be there` : `${resource} is missing`;
}
