import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { closeServer, serveApi } from '../../bin/http-server.ts';
import { createLog, installTemporalRuntime } from '../../bin/log.ts';
import { runRole } from '../../bin/role.ts';
import { createRuntime } from '../../bin/runtime.ts';
import { readSettings } from '../../bin/settings.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import { DEATHS } from './deaths.ts';

/** What of the gateway makes or changes an order for a keyed request. */
const CHANGES: (keyof OrderGateway)[] = ['place', 'change', 'cancel'];
const dying = z.enum(DEATHS).parse(process.env['DIES']);

/** bin/api.ts, but it kills itself at one step of the first order that it makes or changes. */
await runRole(async () => {
  const settings = readSettings();
  const log = createLog(settings.LOG_LEVEL);
  installTemporalRuntime(log);
  const runtime = await createRuntime(settings, log, { sharesWorker: false });
  const server = await serveApi({ ...runtime, gateway: mortal(runtime.gateway) }, []);
  if (dying === 'its answer is kept') {
    server.prependListener('request', ({ method }, response) => {
      if (method === 'POST') dieAtTheEnd(response);
    });
  }
  return {
    stop: async () => {
      await Promise.all([closeServer(server, 3000), runtime.live.close()]);
      await runtime.close();
    },
  };
});

function mortal(gateway: OrderGateway): OrderGateway {
  return new Proxy(gateway, {
    get(target, name: keyof OrderGateway) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      if (!CHANGES.includes(name)) return method;
      return async (...args: unknown[]) => {
        if (dying === 'its key is claimed') die();
        const doing = method(...args);
        if (dying === 'it is under way') await sleep(20).then(die);
        const done = await doing;
        if (dying === 'it is done') die();
        return done;
      };
    },
  });
}

/** Nothing of the answer leaves. */
function dieAtTheEnd(response: ServerResponse): void {
  response.writeHead = () => {
    die();
    return response;
  };
}

/** Nothing runs after this: no handler, no flush. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
