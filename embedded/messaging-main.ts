import { subscribe } from 'node:diagnostics_channel';
import { DatabaseSync } from 'node:sqlite';
import { startFauxqs } from 'fauxqs';
import { z } from 'zod';
import { mendFauxqs } from './fauxqs-mend.ts';

/** `node messaging-main.ts <folder> <port>`: SNS and SQS on 127.0.0.1, until SIGTERM. */
const [folder, port] = z.tuple([z.string().min(1), z.coerce.number().int()]).parse(process.argv.slice(2));

// fauxqs listens on every interface and has no option for it; it asks for no password either, so the network must not
// get to it. Node tells of each listen() before it binds, while its options can still be changed.
const Listen = z.object({ options: z.looseObject({ host: z.string() }) });
subscribe('tracing:net.server.listen:asyncStart', (message) => {
  const listen = Listen.safeParse(message);
  if (listen.success) Object.assign(optionsOf(message), { host: '127.0.0.1' });
});

/** The very object that listen() goes on to read, where zod gives a copy. */
function optionsOf(message: unknown): object {
  const hasOptions = typeof message === 'object' && message !== null && 'options' in message;
  return hasOptions && typeof message.options === 'object' && message.options !== null ? message.options : {};
}

// fauxqs commits each message by itself and would wait for the disk each time: 700 events a second instead of 5,000, and
// every other request waits with it. As with the embedded Temporal: a killed process loses nothing, a power cut may.
const { exec } = Object.getOwnPropertyDescriptors(DatabaseSync.prototype);
DatabaseSync.prototype.exec = function executed(this: DatabaseSync, statement: string): void {
  exec.value?.call(this, statement);
  if (statement.startsWith('PRAGMA journal_mode')) exec.value?.call(this, 'PRAGMA synchronous = NORMAL');
};

const server = await startFauxqs({ port, dataDir: folder, logger: false, defaultRegion: 'us-east-1' });
mendFauxqs(folder);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Consumers in a long poll keep their connections; what they have not deleted yet comes again.
  setTimeout(() => process.exit(0), 1_000).unref();
  await server.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
