import type { Template } from 'aws-cdk-lib/assertions';
import { ACCOUNT, REGION } from './moto.ts';
import type { Ask } from './asked.ts';

/** A statement of a role's policy, as far as the shop's have anything in them. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Conditions: a pattern for what the request says of itself. */
  readonly like: Readonly<Record<string, string>>;
}

/** A container as ECS is told of it. */
export interface RoleTask {
  readonly name: string;
  readonly command: readonly string[];
  /** By which ECS sees whether it is well; none of what only runs and ends. */
  readonly check: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Names of settings whose values are secrets. */
  readonly secrets: readonly string[];
  readonly statements: readonly Statement[];
  /** What the collector beside it is configured with; none beside what only runs and ends. */
  readonly collector: string | undefined;
}

/** The tasks of a template, with whatever a deployment alone knows as the text of it. */
export function roleTasks(template: Template): RoleTask[] {
  return Object.values(template.findResources('AWS::ECS::TaskDefinition')).map(({ Properties }) => {
    const { Family, ContainerDefinitions, TaskRoleArn } = Object(Properties);
    const containers = new Map<string, Container>(ContainerDefinitions.map((one: Container) => [one.Name, one]));
    const app = containers.get('app');
    if (!app) throw new Error(`${Family} has no app`);
    const collector = containers.get('collector');
    return {
      name: String(Family).replace('order-saga-', ''),
      command: app.Command ?? [],
      check: app.HealthCheck?.Command.slice(1),
      environment: environmentOf(app),
      secrets: (app.Secrets ?? []).map(({ Name }) => Name),
      statements: statementsOf(template, TaskRoleArn['Fn::GetAtt'][0]),
      collector: collector && environmentOf(collector)['AOT_CONFIG_CONTENT'],
    };
  });
}

/** What a role may do, by its name in the template. */
export function statementsOf(template: Template, role: string): Statement[] {
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .map(({ Properties }) => Object(Properties))
    .filter(({ Roles }) => Roles.some((one: object) => Object(one).Ref === role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map(statementOf));
}

interface Container {
  Name: string;
  Command?: string[];
  HealthCheck?: { Command: string[] };
  Environment?: { Name: string; Value: unknown }[];
  Secrets?: { Name: string }[];
}

function environmentOf({ Environment = [] }: Container): Record<string, string> {
  return Object.fromEntries(Environment.map(({ Name, Value }) => [Name, textOf(Value)]));
}

function statementOf({ Effect, Action, Resource, Condition = {} }: Record<string, unknown>): Statement {
  const { StringLike = {}, StringEquals = {}, ArnEquals = {}, ...others } = Object(Condition);
  if (Effect !== 'Allow' || Object.keys(others).length > 0)
    throw new Error(`what does ${JSON.stringify(others)} mean?`);
  const like = Object.entries({ ...StringLike, ...StringEquals, ...ArnEquals }).map(([name, text]) => [
    name,
    textOf(text),
  ]);
  return {
    actions: [Action].flat().map(String),
    resources: [Resource].flat().map(textOf),
    like: Object.fromEntries(like),
  };
}

/** Of what only a deployment knows, how the template names it: the same everywhere, and fit to stand in JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Join': join } = Object(value);
  if (Ref === 'AWS::AccountId') return ACCOUNT;
  if (Ref === 'AWS::Region') return REGION;
  if (Array.isArray(join)) return join[1].map(textOf).join(join[0]);
  return JSON.stringify(value).replaceAll('"', "'");
}

/** Whether the statement lets it be done. */
export function allows({ actions, resources, like }: Statement, { action, resource, context }: Ask): boolean {
  return (
    actions.includes(action) &&
    resources.some((pattern) => matches(pattern, resource)) &&
    Object.entries(like).every(([name, pattern]) => matches(pattern, context[name] ?? ''))
  );
}

/** IAM's `*`. */
function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`).test(text);
}

function literally(text: string): string {
  return text.replaceAll(/[^\w]/g, '\\$&');
}
