import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../cdk.json' with { type: 'json' };
import { addShop } from '../shop.ts';
import type { StageName } from '../stages.ts';

export type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

export const IMAGE = `sha256:${'0'.repeat(64)}`;
/** Of the version before. */
export const OLDER_IMAGE = `sha256:${'1'.repeat(64)}`;

type Stacks = ReturnType<typeof addShop>;

const known = new Map<string, Record<keyof Stacks, Template>>();

/**
 * Each stack of the stage as CloudFormation is given it; made once.
 * @param workers the image of the workers that have the orders, where a rollout is under way
 */
export function templatesOf(stage: StageName, workers = IMAGE): Record<keyof Stacks, Template> {
  const key = `${stage} ${workers}`;
  const made = known.get(key) ?? synthesize(stage, workers);
  known.set(key, made);
  return made;
}

function synthesize(stage: StageName, workers: string): Record<keyof Stacks, Template> {
  // What the command line would hand in.
  const stacks = addShop(new App({ context: cdk.context }), stage, IMAGE, workers);
  const templates = Object.entries(stacks).map(([name, stack]) => [name, Template.fromStack(stack)]);
  return Object.fromEntries(templates) as Record<keyof Stacks, Template>;
}

/** Without CDK's own check that the account is bootstrapped: what moto would resolve that version from is not there. */
export function deployable(template: Template): { Resources: Resources } {
  const { Parameters: _parameters, Rules: _rules, ...rest } = template.toJSON();
  return structuredClone(rest) as { Resources: Resources };
}
