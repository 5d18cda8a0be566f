import { generate } from 'selfsigned';

/** A key and its certificate, signed by itself, in memory alone. It runs out after a year, which whoever looks at none does not see. */
export async function selfSigned(): Promise<{ key: string; cert: string }> {
  // Elliptic: a key of RSA may take a second to make, of a start.
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', algorithm: 'sha256' });
  return { key: made.private, cert: made.cert };
}
