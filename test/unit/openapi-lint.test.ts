import { describe, expect, it } from '@jest/globals';
import spectralCore from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { openApiDocument } from '../../api/openapi.ts';

const { Spectral } = spectralCore;

/** What Spectral's rules for OpenAPI say of a document, warnings and hints too. */
async function findings(document: unknown): Promise<string[]> {
  const spectral = new Spectral();
  // Its type wants an `extends`.
  spectral.setRuleset({ extends: [[{ extends: [], ...rulesets.oas }, 'all']] });
  // As it is served: without what JSON does not have.
  const found = await spectral.run(JSON.parse(JSON.stringify(document)));
  return found.map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`);
}

describe('the OpenAPI document', () => {
  it("breaks no rule of Spectral's, not even one that only warns", async () => {
    expect(await findings(openApiDocument())).toEqual([]);
  });

  it('would be found out', async () => {
    expect(await findings({ openapi: '3.1.0', paths: {} })).toContainEqual(expect.stringContaining('"info"'));
  });
});
