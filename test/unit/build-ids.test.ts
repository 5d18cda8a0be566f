import { describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { KnownBuildIds } from '../../bin/build-ids.ts';

const refused = (code: status) =>
  Object.assign(new Error('Failed to start Workflow'), {
    cause: Object.assign(new Error('BuildIds can be set no more'), { code, details: '', metadata: {} }),
  });

describe('the build id that the server is going to write', () => {
  it('stands in the start, once the worker is known', async () => {
    const buildIds = new KnownBuildIds();
    expect(await buildIds.start(async (attributes) => attributes)).toEqual([]);
    buildIds.learn('b1');
    const [attribute] = await buildIds.start(async (attributes) => attributes);
    expect(attribute).toMatchObject({ key: { name: 'BuildIds' }, value: ['unversioned', 'unversioned:b1'] });
  });

  it('is left out from the start on that a server refuses for it', async () => {
    const buildIds = new KnownBuildIds();
    buildIds.learn('b1');
    const tried: number[] = [];
    const start = async (attributes: readonly unknown[]) => {
      tried.push(attributes.length);
      if (attributes.length > 0) throw refused(status.INVALID_ARGUMENT);
    };
    await buildIds.start(start);
    await buildIds.start(start);
    expect(tried).toEqual([1, 0, 0]);
  });

  it('does not start anything twice for another failure', async () => {
    const buildIds = new KnownBuildIds();
    buildIds.learn('b1');
    const tried: number[] = [];
    const start = async (attributes: readonly unknown[]) => {
      tried.push(attributes.length);
      throw refused(status.UNAVAILABLE);
    };
    await expect(buildIds.start(start)).rejects.toThrow('Failed to start Workflow');
    expect(tried).toEqual([1]);
  });
});
