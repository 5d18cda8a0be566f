import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../cdk.json' with { type: 'json' };
import { addShop } from '../shop.ts';
import type { StageName } from '../stages.ts';

type Stacks = ReturnType<typeof addShop>;

/** Each stack of the stage as CloudFormation is given it. */
export function templatesOf(stage: StageName): Record<keyof Stacks, Template> {
  // What the command line would hand in.
  const stacks = addShop(new App({ context: cdk.context }), stage);
  const templates = Object.entries(stacks).map(([name, stack]) => [name, Template.fromStack(stack)]);
  return Object.fromEntries(templates) as Record<keyof Stacks, Template>;
}
