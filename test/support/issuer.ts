import { once } from 'node:events';
import { createServer } from 'node:http';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';

interface Key {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

/** An OpenID provider: it publishes its keys over HTTP, and signs what it is asked to sign. */
export interface Issuer {
  url: string;
  /** How often its keys have been asked for. */
  fetches: () => number;
  /** Breaks every connection off, until it is back. */
  isDown: boolean;
  /** Signs with another key from now on; the old one is published beside it no longer. */
  rotate(): Promise<void>;
  /** A token of a checkout of `us` for five minutes; `claims` replaces or (undefined) takes out some. */
  token(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** The public key that all can read, as a text that somebody may take for a shared secret. */
  publicText(): Promise<string>;
  stop(): Promise<void>;
}

const ALG = 'ES256';

export async function startIssuer(audience = 'order-saga'): Promise<Issuer> {
  let key = await newKey('key-1');
  let count = 0;
  let rotations = 1;
  const server = createServer((request, response) => {
    count += 1;
    if (issuer.isDown) return void request.socket.destroy();
    if (request.url !== '/.well-known/jwks.json') return void response.writeHead(404).end();
    const send = (jwk: object) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
    void exportJWK(key.publicKey).then((jwk) => send({ ...jwk, kid: key.kid, alg: ALG, use: 'sig' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  const url = `http://127.0.0.1:${address.port}`;
  const issuer: Issuer = {
    url,
    fetches: () => count,
    isDown: false,
    rotate: async () => {
      rotations += 1;
      key = await newKey(`key-${rotations}`);
    },
    token: async (claims = {}, header = {}) => {
      const exp = Math.floor(Date.now() / 1000) + 300;
      const usual = { iss: url, aud: audience, sub: 'shop-1', role: 'checkout', storefront: 'us', exp };
      return await new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: ALG, kid: key.kid, ...header })
        .sign(key.privateKey);
    },
    publicText: async () => await exportSPKI(key.publicKey),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return issuer;
}

async function newKey(kid: string): Promise<Key> {
  return { kid, ...(await generateKeyPair(ALG, { extractable: true })) };
}
