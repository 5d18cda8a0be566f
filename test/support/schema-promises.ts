import { z } from 'zod';

/**
 * Whether a JSON Schema still keeps what an older one promised. There are libraries for it, but none that knows `enum`,
 * `const` and draft 2020-12 (json-schema-diff 1.0 takes draft 7 and passes over both), and a comparer that passes over
 * things is none.
 *
 * - `published`: readers wrote their code against the old one. Whatever the new one lets us send must have been allowed
 *   by it; more fields may come, as readers pass over what they do not know. A word added to an `enum` breaks them; to
 *   an `x-extensible-enum` (a string otherwise) it does not.
 * - `consumed`: senders were told the old one. Whatever it let them send must still be taken.
 */
export type Direction = 'published' | 'consumed';

const Schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof Schema>;

/** Keywords that say nothing of what is allowed. */
const ANNOTATIONS = ['$schema', '$id', 'title', 'description', 'examples', 'x-extensible-enum'];
const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];
const EXACT = ['pattern', 'format', 'contentMediaType'];
/** Of what there is several of: elements of a list, lines of a text. */
const EACH = ['items', 'contentSchema'];
const JUDGED = ['type', 'const', 'enum', 'anyOf', 'properties', 'required', 'default'];
const KNOWN = new Set([...JUDGED, ...EACH, ...ANNOTATIONS, ...LEAST, ...MOST, ...EXACT]);

/**
 * @returns where and how the promise is broken, one line each
 * @throws RangeError for a keyword that it cannot judge
 */
export function brokenPromises(before: unknown, now: unknown, direction: Direction): string[] {
  return direction === 'published'
    ? beyond(Schema.parse(now), Schema.parse(before), '', direction)
    : beyond(Schema.parse(before), Schema.parse(now), '', direction);
}

/** What `inner` allows beyond `outer`. */
function beyond(inner: Schema, outer: Schema, at: string, direction: Direction): string[] {
  for (const keyword of [...Object.keys(inner), ...Object.keys(outer)]) {
    if (!KNOWN.has(keyword)) throw new RangeError(`${at || '/'}: cannot judge ${keyword}`);
  }
  const [inners, outers] = [branches(inner), branches(outer)];
  if (inners.length === 1 && outers.length === 1) return beyondOne(inners[0] ?? {}, outers[0] ?? {}, at, direction);
  // Each of the inner ones must fit into one of the outer ones; where none fits, the nearest says why.
  return inners.flatMap((one) => {
    const tries = outers.map((other) => beyondOne(one, other, at, direction));
    return tries.toSorted((a, b) => a.length - b.length)[0] ?? [];
  });
}

/** One schema for each alternative and each type, so that null and string are compared each with its own kind. */
function branches(schema: Schema): Schema[] {
  const { anyOf, ...rest } = schema;
  if (anyOf !== undefined) {
    return z
      .array(Schema)
      .parse(anyOf)
      .flatMap((one) => branches({ ...rest, ...one }));
  }
  return Array.isArray(rest['type']) ? rest['type'].map((type) => ({ ...rest, type })) : [rest];
}

function beyondOne(inner: Schema, outer: Schema, at: string, direction: Direction): string[] {
  const found: string[] = [];
  const isWider = (what: string) => found.push(`${at || '/'}: ${what}`);

  const [type, wanted] = [inner['type'], outer['type']];
  const fits = wanted === undefined || type === wanted || (type === 'integer' && wanted === 'number');
  if (!fits) return [`${at || '/'}: ${inWords(type)} is not ${inWords(wanted)}`];

  const [words, allowed] = [wordsOf(inner), wordsOf(outer)];
  if (allowed && !words) isWider(`any value, and not only ${allowed.join(', ')}`);
  for (const word of words ?? [])
    if (allowed && !allowed.includes(word)) isWider(`${word} is not ${allowed.join(', ')}`);

  for (const keyword of LEAST) {
    if (number(outer[keyword], -Infinity) > number(inner[keyword], -Infinity)) isWider(`below its ${keyword}`);
  }
  for (const keyword of MOST) {
    if (number(outer[keyword], Infinity) < number(inner[keyword], Infinity)) isWider(`above its ${keyword}`);
  }
  for (const keyword of EXACT) {
    if (outer[keyword] !== undefined && outer[keyword] !== inner[keyword]) isWider(`of another ${keyword}`);
  }
  // A sender who leaves it out would now say something else by it.
  if (direction === 'consumed' && 'default' in inner && inner['default'] !== outer['default']) {
    isWider('another default');
  }

  const [mine, theirs] = [propertiesOf(inner), propertiesOf(outer)];
  const isGone = (name: string) => direction === 'published' && name in theirs && !(name in mine);
  const given = z.array(z.string()).default([]).parse(inner['required']);
  for (const name of z.array(z.string()).default([]).parse(outer['required'])) {
    if (!given.includes(name) && !isGone(name)) isWider(`${name} may be missing`);
  }
  for (const [name, schema] of Object.entries(theirs)) {
    const own = mine[name];
    if (own) found.push(...beyond(own, schema, `${at}/${name}`, direction));
    // Consumed: a field that senders were not told of is new, and theirs to leave out.
    else if (isGone(name)) isWider(`${name} is gone`);
  }
  for (const keyword of EACH) {
    if (outer[keyword] === undefined) continue;
    found.push(...beyond(Schema.parse(inner[keyword] ?? {}), Schema.parse(outer[keyword]), `${at}/*`, direction));
  }
  return found;
}

function inWords(type: unknown): string {
  return typeof type === 'string' ? type : 'anything';
}

function wordsOf(schema: Schema): string[] | null {
  if ('const' in schema) return [JSON.stringify(schema['const'])];
  return Array.isArray(schema['enum']) ? schema['enum'].map((word) => JSON.stringify(word)) : null;
}

function propertiesOf(schema: Schema): Record<string, Schema> {
  return z.record(z.string(), Schema).default({}).parse(schema['properties']);
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
