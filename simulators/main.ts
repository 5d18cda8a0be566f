import { once } from 'node:events';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { createApp } from './app.ts';
import { runCarrierClock } from './carrier-clock.ts';
import { createCarrierOutbox } from './carrier-outbox.ts';
import { readOptions } from './options.ts';
import { jetstreamPublisher } from './jetstream-publisher.ts';
import { snsPublisher } from './sns-publisher.ts';
import { openStore } from './store.ts';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const { port } = options;
  const ships = options.carrier === 'auto';
  const log = pino({ name: 'simulators', base: null });
  const store = openStore(options['data-dir']);
  const world = {
    // Booked while it is off, a parcel leaves once the carrier works again.
    shipAfterMs: options['ship-after-ms'],
    lateAnswerMs: options['late-answer-ms'],
  };
  const server = createServer(createApp(store, world, log));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'EADDRINUSE' ? `port ${port} is in use` : error.message);
  });
  log.info({ port, carrier: options.carrier }, 'the outside world is there');

  const stopping = new AbortController();
  const events =
    options['nats-url'] === undefined ? snsPublisher(options['aws-endpoint']) : jetstreamPublisher(options['nats-url']);
  const outbox = createCarrierOutbox(store, options['deliver-after-ms']);
  const clock = ships ? runCarrierClock(outbox, events.publish, log, stopping.signal) : Promise.resolve();

  const stop = async () => {
    // A signal that comes twice does no harm.
    if (stopping.signal.aborted) return;
    stopping.abort();
    await events.close();
    server.close();
    // Callers may be held for seconds (latency, pm_timeout); what they would be told is in the store already.
    server.closeAllConnections();
    await clock;
    store.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`simulators: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
