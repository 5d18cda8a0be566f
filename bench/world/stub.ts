import { once } from 'node:events';
import { z } from 'zod';
import { runRole } from '../../bin/role.ts';
import { Stub } from './stub-server.ts';

/** `node stub.ts <folder of the run> <peer>=<port> …`: the outside world on 127.0.0.1, a port a peer, until SIGTERM. */
const [, ...doors] = process.argv.slice(2);
const Door = z.tuple([z.string().min(1), z.coerce.number().int().positive()]);

await runRole(async () => {
  const stub = new Stub();
  const servers = doors.map((door) => {
    const [peer, port] = Door.parse(door.split('='));
    return stub.serverFor(peer).listen(port, '127.0.0.1');
  });
  await Promise.all(servers.map((server) => once(server, 'listening')));
  return {
    stop: async () => {
      for (const server of servers) server.close();
      for (const server of servers) server.closeAllConnections();
    },
  };
});
