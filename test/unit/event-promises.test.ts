import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { EVENT_CONTRACTS } from '../../contracts/events/catalog.ts';
import { schemaOf } from '../../contracts/events/documents.ts';
import { releasedPath } from '../../contracts/events/paths.ts';
import { BREAKING, changed, HARMLESS, withMore } from '../support/schema-changes.ts';
import { brokenPromises } from '../support/schema-promises.ts';

const FOLDER = join(import.meta.dirname, '../../docs/events');

async function released(path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(FOLDER, path), 'utf8'));
}

describe('what was promised to others', () => {
  it.each(EVENT_CONTRACTS.map((event) => [releasedPath(event), event] as const))(
    'in %s still holds',
    async (_, event) => {
      expect(brokenPromises(await released(releasedPath(event)), schemaOf(event), event.direction)).toEqual([]);
    },
  );

  it('is all still sent and taken: no event and no version of one is gone', async () => {
    const files = await readdir(join(FOLDER, 'released'), { recursive: true, withFileTypes: true });
    const promised = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    expect(promised.map((path) => path.slice(FOLDER.length + 1)).toSorted()).toEqual(
      EVENT_CONTRACTS.map(releasedPath).toSorted(),
    );
  });
});

/** What was released does not use a closed list. */
const A_WORD = { type: 'string', enum: ['a', 'b'] };

describe('a promise is broken', () => {
  it.each(BREAKING)('when %s (%s, %s)', async (_, file, direction, changes, found) => {
    const before = await released(file);
    expect(brokenPromises(before, changed(before, changes), direction)).toEqual([expect.stringMatching(found)]);
  });

  it('when a closed list gets a word, or loses one that somebody sends', () => {
    const one = { type: 'object', properties: { word: A_WORD } };
    const more = changed(one, [['p/word/enum', withMore('c')]]);
    expect(brokenPromises(one, more, 'published')).toEqual(['/word: "c" is not "a", "b"']);
    expect(brokenPromises(more, one, 'consumed')).toEqual(['/word: "c" is not "a", "b"']);
    expect(brokenPromises(more, one, 'published')).toEqual([]);
    expect(brokenPromises(one, more, 'consumed')).toEqual([]);
  });

  it('perhaps, when there is a keyword that nobody can judge', () => {
    const before = { type: 'object', properties: { word: A_WORD } };
    const after = { ...before, patternProperties: { '^x': A_WORD } };
    expect(() => brokenPromises(before, after, 'published')).toThrow('cannot judge patternProperties');
  });
});

describe('no promise is broken', () => {
  it.each(HARMLESS)('when %s (%s, %s)', async (_, file, direction, changes) => {
    const before = await released(file);
    const after = changed(before, changes);
    // What is planted is there: a path that leads nowhere would be harmless too.
    expect(isDeepStrictEqual(after, before)).toBe(changes.length === 0);
    expect(brokenPromises(before, after, direction)).toEqual([]);
  });
});
