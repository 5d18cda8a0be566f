import { describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { KnownBuildIds } from '../../bin/build-ids.ts';

const refused = (code: status, details = 'BuildIds attribute can not be set') =>
  Object.assign(new Error('Failed to start Workflow'), {
    cause: Object.assign(new Error(details), { code, details, metadata: {} }),
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

  it.each([
    ['the server is away', refused(status.UNAVAILABLE)],
    ['something else is wrong with the start', refused(status.INVALID_ARGUMENT, 'WorkflowId is too long')],
  ])('does not start anything twice where %s', async (_, failure) => {
    const buildIds = new KnownBuildIds();
    buildIds.learn('b1');
    const tried: number[] = [];
    const start = async (attributes: readonly unknown[]) => {
      tried.push(attributes.length);
      throw failure;
    };
    await expect(buildIds.start(start)).rejects.toThrow('Failed to start Workflow');
    expect(tried).toEqual([1]);
  });
});
