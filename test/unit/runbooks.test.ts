import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { COMMANDS } from '../../bin/ops/commands.ts';
import { readAlerts } from '../support/alerts.ts';

const FOLDER = fileURLToPath(new URL('../../docs/operations/runbooks/', import.meta.url));
const pages = await readdir(FOLDER);

/** What happens without an alert of its own, or behind several. */
const OCCASIONS = [
  'stuck-orders.md',
  'provider-outage.md',
  'dlq-growing.md',
  'key-rotation.md',
  'restore.md',
  'region-lost.md',
];

const commands = COMMANDS.map((command): Command => command());

/** What of the words is no command, subcommand or option of the house. */
function unknownIn([name, ...words]: readonly string[]): string | undefined {
  let command = commands.find((one) => one.name() === name);
  if (!command) return name;
  for (const word of words) {
    const sub: Command | undefined = command.commands.find((one) => one.name() === word);
    if (sub) command = sub;
    else if (command.commands.length > 0) return word;
    else if (word.startsWith('--') && !command.options.some(({ long }) => long === word)) return word;
  }
  return undefined;
}

describe('runbooks', () => {
  it.each(OCCASIONS)('there is %s, with what to do in steps', async (page) => {
    const text = await readFile(join(FOLDER, page), 'utf8');
    expect(text).toMatch(/^# .+\n\n\S/);
    expect(text).toMatch(/^(1\.|- \*\*)/m);
    expect(text).toMatch(/`npm run ops -- /);
  });

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

  it.each(pages)('%s names no command that there is not', async (page) => {
    const text = await readFile(join(FOLDER, page), 'utf8');
    const named = [...text.matchAll(/npm run ops -- ([^`\n]+)/g)].map(([, words = '']) => words.trim().split(/\s+/));
    expect(named.map((words) => ({ words, unknown: unknownIn(words) })).filter(({ unknown }) => unknown)).toEqual([]);
  });
});
