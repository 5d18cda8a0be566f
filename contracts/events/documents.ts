import { z } from 'zod';
import { asyncApi } from './asyncapi.ts';
import { EVENT_CONTRACTS, type EventContract } from './catalog.ts';
import { EventByReference } from './envelope.ts';
import { BY_REFERENCE, examplePath, schemaPath } from './paths.ts';

/** All that docs/events/ says by machine, as JSON by its path there. */
export function eventDocuments(): Map<string, unknown> {
  return new Map<string, unknown>([
    ['asyncapi.json', asyncApi()],
    [BY_REFERENCE, jsonSchema(EventByReference, 'An event whose data lies elsewhere', 'What `dataref` leads to')],
    ...EVENT_CONTRACTS.flatMap((event): [string, unknown][] => [
      [schemaPath(event), schemaOf(event)],
      [examplePath(event), event.example],
    ]),
  ]);
}

export function schemaOf({ schema, topic, type, version, description }: EventContract): object {
  return jsonSchema(schema, `${type} on ${topic}, version ${version}`, description);
}

/** JSON Schema 2020-12 of what may come over the wire: before defaults are filled in. */
function jsonSchema(schema: z.ZodType, title: string, description: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema: part }) => {
      // The format says it, in every language; zod's own pattern for it may change with zod.
      if (part.format === 'date-time') delete part.pattern;
      // `integer` in JSON is what a double holds.
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
      if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
    },
  });
  return { $schema, title, description, ...rest };
}
