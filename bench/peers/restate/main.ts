import { once } from 'node:events';
import { createServer } from 'node:http2';
import { createEndpointHandler } from '@restatedev/restate-sdk';
import { connect, rpc } from '@restatedev/restate-sdk-clients';
import { serveDoor } from '../shared/door.ts';
import { connectPools, onStop, readEnvironment } from '../shared/env.ts';
import { connectOutside } from '../shared/work.ts';
import { register } from './engine-admin.ts';
import { ingressFetch } from './ingress-fetch.ts';
import { orderSaga } from './order-saga.ts';
import { HOST, portsFrom } from './ports.ts';

const LOUD: string[] = ['error'];

/*
 * Restate: the saga is a service that the engine (engine.ts, a server of its own) calls over HTTP/2, streaming both ways;
 * the door calls it through the engine's ingress. Killed, this process loses nothing: the engine calls again what was in
 * flight, with the results of the steps that were done.
 */
const environment = readEnvironment();
const ports = portsFrom(environment.ENGINE_PORT);
const { sql, door: doorSql, close } = connectPools(environment);
const saga = orderSaga(sql, connectOutside(environment));

const endpoint = createServer(
  createEndpointHandler({
    services: [saga],
    // By default it tells of the beginning and the end of every invocation.
    logger: ({ level }, ...said) => {
      if (LOUD.includes(level)) process.stderr.write(`${said.map(String).join(' ')}\n`);
    },
  }),
);
endpoint.listen(ports.service, HOST);
await once(endpoint, 'listening');
await register(ports);

const ingress = connect({ url: `http://${HOST}:${ports.ingress}`, retry: true, fetch: ingressFetch });
const orders = ingress.serviceClient(saga);
const door = await serveDoor({
  port: environment.PORT,
  sql: doorSql,
  place: async (checkout) => await orders.place(checkout, rpc.opts({ idempotencyKey: checkout.order.id })),
});
onStop(async () => {
  await door.close();
  endpoint.close();
  await close();
});
