import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { CLI_VERSION } from '../../embedded/temporal-build.ts';

it("Temporal's CLI is kept under the versions that it is built of", async () => {
  const mod = await readFile(new URL('../../embedded/temporal-cli/go.mod', import.meta.url), 'utf8');
  const version = (module: string) => new RegExp(`${module} (\\S+)`).exec(mod)?.[1];
  expect(CLI_VERSION).toBe(`${version('github.com/temporalio/cli')}-sqlite-${version('modernc.org/sqlite')}`);
});
