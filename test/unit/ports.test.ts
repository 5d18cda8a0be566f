import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { assertPortsFree, freePort } from '../../embedded/ports.ts';

describe('the ports of a start', () => {
  it('are free, and no two the same', async () => {
    const port = await freePort();
    await assertPortsFree([{ setting: 'PORT', port }]);
    const twice = [
      { setting: 'AWS_PORT', port },
      { setting: 'SIMULATOR_PORT', port },
    ];
    await expect(assertPortsFree(twice)).rejects.toThrow(`SIMULATOR_PORT ${port} is the same as AWS_PORT`);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::'])('are refused by name where somebody listens on %s', async (host) => {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(assertPortsFree([{ setting: 'TEMPORAL_PORT', port }])).rejects.toThrow(
      `TEMPORAL_PORT ${port} is in use`,
    );
    const closed = once(server, 'close');
    server.close();
    await closed;
  });
});
