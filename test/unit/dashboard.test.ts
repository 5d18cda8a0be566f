import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { dashboard } from '../../observability/dashboard.ts';

it('the dashboard is the one of its panels', async () => {
  const text = await readFile(new URL('../../observability/dashboard.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(dashboard())));
});
