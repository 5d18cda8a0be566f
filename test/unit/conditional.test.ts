import { describe, expect, it } from '@jest/globals';
import { assertMatching, entityTag } from '../../api/conditional.ts';
import { OrderSagaError } from '../../domain/errors.ts';

/** What comes of a change with this header of something at version 3. */
function changed(ifMatch: string | undefined, current: { version: number } | null = { version: 3 }): unknown {
  try {
    assertMatching(ifMatch, current);
    return 'changed';
  } catch (error) {
    return error instanceof OrderSagaError ? [error.code, error.details] : error;
  }
}

describe('whoever changes something at version 3', () => {
  it.each([undefined, '*', '"3"', '"1", "3"', '"1" ,\t"3"', '"a,b","3"', 'W/"3", "3"', entityTag(3), entityTag(3, {})])(
    'changes it by If-Match: %s',
    (ifMatch) => expect(changed(ifMatch)).toBe('changed'),
  );

  it.each([
    '"2"',
    '"33"',
    '"03"',
    'W/"3"',
    '3',
    '',
    '"3',
    '"1,3"',
    '"1", 3',
    '"3" "',
    '"*"',
    'w/"3"',
    entityTag(2, {}),
  ])('is refused by If-Match: %s', (ifMatch) => expect(changed(ifMatch)).toEqual(['version_mismatch', { version: 3 }]));

  it('has seen nothing where nothing is', () => {
    expect(changed(undefined, null)).toBe('changed');
    for (const tag of ['*', '"1"']) expect(changed(tag, null)).toEqual(['version_mismatch', { version: null }]);
  });
});

describe('a tag', () => {
  it('is another one where something moves without a new version', () => {
    const tags = [entityTag(3), entityTag(3, { reserved: 0 }), entityTag(3, { reserved: 1 }), entityTag(4)];
    expect(new Set(tags).size).toBe(4);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
  });
});
