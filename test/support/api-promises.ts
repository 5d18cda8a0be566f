import { z } from 'zod';
import { brokenPromises } from './schema-promises.ts';

/** Whether an OpenAPI document still keeps what an older one promised to callers: docs/api-versioning.md, as a function. */

const Media = z.record(z.string(), z.object({ schema: z.unknown() }));
const Operation = z.object({
  parameters: z
    .array(z.object({ in: z.string(), name: z.string(), required: z.boolean().default(false), schema: z.unknown() }))
    .default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: Media }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      headers: z.record(z.string(), z.object({ required: z.boolean().default(false) })).default({}),
      content: Media.default({}),
    }),
  ),
});
type Operation = z.infer<typeof Operation>;
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** @returns where and how the promise is broken, one line each */
export function brokenApi(before: unknown, now: unknown): string[] {
  const [old, current] = [read(before), read(now)];
  return Object.entries(old.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const own = current.paths[path]?.[method];
      const found = own ? [...brokenRequest(operation, own), ...brokenAnswers(operation, own)] : ['is gone'];
      return found.map((what) => `${method.toUpperCase()} ${path}: ${what}`);
    }),
  );
}

const key = (parameter: { in: string; name: string }) => `${parameter.in} ${parameter.name}`;

function brokenRequest(before: Operation, now: Operation): string[] {
  const known = new Map(before.parameters.map((parameter) => [key(parameter), parameter]));
  const current = new Map(now.parameters.map((parameter) => [key(parameter), parameter]));
  const kept = [...known].flatMap(([name, { schema }]) => {
    const own = current.get(name);
    return own ? brokenPromises(schema, own.schema, 'consumed').map((what) => `${name}${what}`) : [`${name} is gone`];
  });
  const demanded = [...current].filter(([name, { required }]) => required && !known.get(name)?.required);
  const [type = '', body] = Object.entries(before.requestBody?.content ?? {})[0] ?? [];
  const own = now.requestBody?.content[type];
  return [
    ...kept,
    ...demanded.map(([name]) => `${name} is newly required`),
    ...(now.requestBody?.required && !before.requestBody?.required ? ['the body is newly required'] : []),
    ...(body && own ? brokenPromises(body.schema, own.schema, 'consumed').map((what) => `body ${what}`) : []),
    ...(body && !own ? [`takes no ${type}`] : []),
  ];
}

/** Of the good ones. New refusals may come: callers know them by their status. */
function brokenAnswers(before: Operation, now: Operation): string[] {
  return Object.entries(now.responses).flatMap(([status, answer]) => {
    if (!status.startsWith('2')) return [];
    const old = before.responses[status];
    if (!old) return [`${status} is a new good answer`];
    const headers = Object.entries(old.headers).filter(([name, { required }]) => required && !answer.headers[name]);
    return [
      ...headers.map(([name]) => `${status} has no ${name}`),
      ...Object.entries(old.content).flatMap(([type, { schema }]) => {
        const own = answer.content[type];
        if (!own) return [`${status} is no ${type}`];
        return brokenPromises(schema, own.schema, 'published').map((what) => `${status} ${what}`);
      }),
    ];
  });
}

/** With every reference replaced by what it leads to, and without what has no part in the comparison. */
function read(document: unknown) {
  const { components } = Document.parse(document);
  const whole = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(whole);
    if (typeof value !== 'object' || value === null) return value;
    if ('$ref' in value && typeof value.$ref === 'string' && value.$ref.startsWith(SCHEMAS))
      return whole(components.schemas[value.$ref.slice(SCHEMAS.length)]);
    return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => compared(name, part, whole)));
  };
  return Document.parse({ components, paths: whole(Object(document).paths) });
}

const SCHEMAS = '#/components/schemas/';
/** Of maps and of unknown fields: requests are closed, answers are open, throughout. */
const PASSED_OVER = ['additionalProperties', 'propertyNames', 'maxProperties'];
const Presence = z.array(z.strictObject({ required: z.array(z.string()) }));

/** Which fields must be there beside each other is compared to the letter, as a format is. */
function compared(name: string, part: unknown, whole: (value: unknown) => unknown): [string, unknown][] {
  if (PASSED_OVER.includes(name)) return [];
  const isPresence = (name === 'anyOf' || name === 'oneOf') && Presence.safeParse(part).success;
  return isPresence ? [['format', JSON.stringify({ [name]: part })]] : [[name, whole(part)]];
}
