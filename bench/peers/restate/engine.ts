import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { HOST, portsFrom } from './ports.ts';

/*
 * Restate's server, in place of this process: the pid, the signals and the CPU time that the bench sees are the server's.
 * On SIGTERM it ends with 0; started again on the same DATA_DIR, it goes on where it was.
 */
const { DATA_DIR, ENGINE_PORT } = z
  .object({ DATA_DIR: z.string().min(1), ENGINE_PORT: z.coerce.number().int() })
  .parse(process.env);

const ports = portsFrom(ENGINE_PORT);
const server = createRequire(import.meta.url).resolve(
  `@restatedev/restate-server-${platform()}-${arch()}/bin/restate-server`,
);
if (!process.execve) throw new Error('Node cannot hand its process over here: POSIX is needed');
process.execve(
  server,
  [
    server,
    '--no-logo',
    '--listen-mode=tcp',
    `--config-file=${join(import.meta.dirname, 'restate.toml')}`,
    `--base-dir=${join(DATA_DIR, 'restate')}`,
  ],
  {
    ...process.env,
    // Also for what reports how often it was installed.
    DO_NOT_TRACK: '1',
    RESTATE_BIND_ADDRESS: `${HOST}:${ports.fabric}`,
    RESTATE_ADVERTISED_ADDRESS: `http://${HOST}:${ports.fabric}/`,
    RESTATE_ADMIN__BIND_ADDRESS: `${HOST}:${ports.admin}`,
    RESTATE_INGRESS__BIND_ADDRESS: `${HOST}:${ports.ingress}`,
  },
);
