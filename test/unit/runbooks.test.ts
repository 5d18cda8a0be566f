import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readAlerts } from '../support/alerts.ts';

const FOLDER = fileURLToPath(new URL('../../docs/operations/runbooks/', import.meta.url));
const pages = await readdir(FOLDER);

describe('runbooks', () => {
  it('there is one for each alert, and none for an alert that there is not', async () => {
    const alerts = (await readAlerts()).map(({ alert }) => `${alert}.md`);
    expect(pages.filter((page) => /^[A-Z]/.test(page)).toSorted()).toEqual(alerts.toSorted());
  });

  it.each(pages)('%s leads nowhere that is not there', async (page) => {
    const text = await readFile(join(FOLDER, page), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) =>
      join(dirname(join(FOLDER, page)), link ?? ''),
    );
    await Promise.all(links.map((link) => access(link)));
    expect(text).toMatch(/^# \S/);
  });
});
