import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../cdk.json' with { type: 'json' };
import { addShop } from '../shop.ts';
import type { StageName } from '../stages.ts';

export type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

const IMAGE = `sha256:${'0'.repeat(64)}`;

type Stacks = ReturnType<typeof addShop>;

const known = new Map<StageName, Record<keyof Stacks, Template>>();

/** Each stack of the stage as CloudFormation is given it; made once. */
export function templatesOf(stage: StageName): Record<keyof Stacks, Template> {
  const made = known.get(stage) ?? synthesize(stage);
  known.set(stage, made);
  return made;
}

function synthesize(stage: StageName): Record<keyof Stacks, Template> {
  // What the command line would hand in.
  const stacks = addShop(new App({ context: cdk.context }), stage, IMAGE);
  const templates = Object.entries(stacks).map(([name, stack]) => [name, Template.fromStack(stack)]);
  return Object.fromEntries(templates) as Record<keyof Stacks, Template>;
}

/** Without CDK's own check that the account is bootstrapped: what moto would resolve that version from is not there. */
export function deployable(template: Template): { Resources: Resources } {
  const { Parameters: _parameters, Rules: _rules, ...rest } = template.toJSON();
  return structuredClone(rest) as { Resources: Resources };
}
