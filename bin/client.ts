import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { z } from 'zod';
import { openApiDocument } from '../api/openapi.ts';

const FILE = join(import.meta.dirname, '../client/schema.ts');
const HEAD = '// Made from the OpenAPI document by `npm run client`: do not edit.\n\n';

const Required = z.strictObject({ required: z.array(z.string()) });
const UNTYPED = new Set(['example', 'examples', 'links']);

/** The types of client/, from the document that the API serves. */
export async function clientSchema(): Promise<string> {
  const document = JSON.stringify(openApiDocument(), (name, value: unknown) =>
    UNTYPED.has(name) || isAboutPresence(name, value) ? undefined : value,
  );
  return `${HEAD}${astToString(await openapiTS(document))}`;
}

/** Which fields must be there beside each other: the generator would make `unknown` of it. */
function isAboutPresence(name: string, value: unknown): boolean {
  return (name === 'anyOf' || name === 'oneOf') && z.array(Required).safeParse(value).success;
}

if (import.meta.main) await writeFile(FILE, await clientSchema());
