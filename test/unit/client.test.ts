import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { clientSchema } from '../../bin/client.ts';

it("the client's types are those of the API's document: `npm run client` makes them anew", async () => {
  const committed = await readFile(join(import.meta.dirname, '../../client/schema.ts'), 'utf8');
  expect(committed).toBe(await clientSchema());
});
