import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { flushCompileCache } from 'node:module';
import { text } from 'node:stream/consumers';
import { closeServer } from '../../bin/http-server.ts';
import { openOurs } from '../peers/ours/open.ts';
import { onStop, readEnvironment } from '../peers/shared/env.ts';
import { Armed } from './armed.ts';
import { readKey } from './books.ts';
import { Trap, TRAP_PATH } from './points.ts';
import { trappedActivities, trappedGateway } from './trapped.ts';
import { workflowBundle } from './workflow-bundle.ts';

/* bench/peers/ours/main.ts, with traps in it: it kills itself where it is told to, and that is all that differs. */
const armed = new Armed();
const ours = await openOurs(workflowBundle(readEnvironment().DATA_DIR), {
  activities: (deps) => trappedActivities(deps, armed),
  gateway: (gateway) => trappedGateway(gateway, armed),
});
const server = createServer((request, response) => {
  if (request.url === TRAP_PATH) return void setTrap(request, response);
  const key = request.headers['idempotency-key'];
  response.on('finish', () => armed.answered(typeof key === 'string' ? key : undefined));
  ours.app(request, response);
});
server.listen(ours.port);
await once(server, 'listening');
// It would be written at the end, which for this process never comes.
flushCompileCache();
onStop(async () => {
  await closeServer(server, 1000);
  await ours.close();
});

async function setTrap(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const trap = Trap.parse(JSON.parse(await text(request)));
  // On its second way an order has an id already, and may come by before anybody asks for it.
  armed.set(trap, (await readKey(ours.sql, trap.key))?.orderId);
  response.writeHead(200).flushHeaders();
}
