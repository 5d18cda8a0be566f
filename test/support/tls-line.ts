import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { connect } from 'node:tls';

/** Where plain HTTP gets to a server that speaks HTTPS alone. */
export interface TlsLine {
  port: number;
  close(): Promise<void>;
}

/** As a load balancer is before the API: it speaks TLS, and does not look at the certificate. */
export async function tlsLineTo(port: number): Promise<TlsLine> {
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroySoon());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
