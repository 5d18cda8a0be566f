import { type App, Tags } from 'aws-cdk-lib';
import { MessagingStack } from './messaging-stack.ts';
import { type StageName, STAGES } from './stages.ts';
import { StorageStack } from './storage-stack.ts';

/** All stacks of one stage. */
export function addShop(app: App, name: StageName) {
  const stage = STAGES[name];
  // No account: the same template for whichever account it is deployed into.
  const env = { region: stage.region };
  const props = (part: string) => ({ env, stackName: `order-saga-${part}`, description: `Order Saga: ${part}` });
  const storage = new StorageStack(app, 'storage', props('storage'));
  const messaging = new MessagingStack(app, 'messaging', props('messaging'));
  Tags.of(app).add('service', 'order-saga');
  Tags.of(app).add('stage', name);
  return { storage, messaging };
}
