import { execa } from 'execa';
import { assertAccepts, freePort } from '../../embedded/ports.ts';
import { findGoBuilt } from '../../embedded/tools.ts';
import { until } from './stack-wait.ts';

/** What `@latest` was when this was written; what is on PATH may be another version, with other shapes. */
const VERSION = 'v0.203.0';

const SERVER = {
  module: `github.com/stripe/stripe-mock@${VERSION}`,
  binary: 'stripe-mock',
  what: `Stripe's stripe-mock ${VERSION} with Go (about 30 seconds, once)`,
};

/** Finds Stripe's own mock server in our cache, or builds it with Go. */
export async function findStripeMock(): Promise<string> {
  return await findGoBuilt(SERVER, `stripe-mock-${VERSION}`);
}

/**
 * Stripe's mock server: it knows Stripe's OpenAPI description, refuses parameters that are not in it, and answers with
 * Stripe's shapes. It remembers nothing.
 */
export interface StripeMock {
  port: number;
  stop(): Promise<void>;
}

export async function startStripeMock(): Promise<StripeMock> {
  const [binary, port] = [await findStripeMock(), await freePort()];
  const server = execa(binary, ['-http-addr', `127.0.0.1:${port}`, '-https-addr', '127.0.0.1:0'], {
    reject: false,
    stdio: 'ignore',
  });
  await until('stripe-mock', () =>
    assertAccepts(port).then(
      () => true,
      () => false,
    ),
  );
  return {
    port,
    async stop() {
      server.kill();
      await server;
    },
  };
}
