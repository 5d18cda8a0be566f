import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiDocument } from '../api/openapi.ts';

const FILE = join(import.meta.dirname, '../docs/openapi.json');

/** `npm run docs:api`: what callers may rely on from now on (docs/api-versioning.md). */
await writeFile(FILE, `${JSON.stringify(openApiDocument(), null, 1)}\n`);
