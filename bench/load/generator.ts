import { Pool } from 'undici';
import { closedLoop, mostOrders, type Place } from './closed-loop.ts';
import type { Job, Reply, Run } from './messages.ts';
import { openLoop } from './open-loop.ts';
import { preparePayloads } from './payloads.ts';
import { place, placeUntilDecided } from './placing.ts';

/** The load generator: a process of its own, so that its work is not counted as anybody's, nor waits for anybody's. */

/** An overloaded peer has its queue in front of it, not here: there is a connection for everybody who comes. */
const MOST_CONNECTIONS = 1_000;

async function run(job: Job): Promise<Run> {
  const { url, load, seed, persist = false } = job;
  const payloads = preparePayloads(load.kind === 'open' ? load.orders : mostOrders(load), job);
  const connections = load.kind === 'open' ? MOST_CONNECTIONS : load.inFlight;
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 90_000, bodyTimeout: 90_000 });
  const send: Place = (payload, begun, sentAt) => (persist ? placeUntilDecided : place)(pool, payload, begun, sentAt);
  try {
    return await (load.kind === 'open' ? openLoop(send, payloads, load, seed) : closedLoop(send, payloads, load));
  } finally {
    await pool.close();
  }
}

function reply(message: Reply): void {
  process.send?.(message);
}

process.on('message', (job: Job) => {
  run(job).then(
    (result) => reply({ run: result }),
    (error: unknown) => reply({ error: error instanceof Error ? error.message : String(error) }),
  );
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
// Ctrl-C goes to the whole group: the bench ends this process when it has stopped the others.
process.on('SIGINT', () => undefined);
