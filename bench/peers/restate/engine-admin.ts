import { setTimeout as sleep } from 'node:timers/promises';
import { HOST, type portsFrom } from './ports.ts';

const WITHIN_MS = 60_000;

/**
 * Tells the engine where our service is, and resolves when orders can be placed. Safe to run again: the same service at
 * the same place stays as it is.
 */
export async function register({ admin, ingress, service }: ReturnType<typeof portsFrom>): Promise<void> {
  const body = JSON.stringify({ uri: `http://${HOST}:${service}` });
  await until(`http://${HOST}:${admin}/health`);
  await until(`http://${HOST}:${admin}/deployments`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  await until(`http://${HOST}:${ingress}/restate/health`);
}

/** Asks until it is told a good answer. */
async function until(url: string, request: RequestInit = {}): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    const answer = await fetch(url, request).then(
      async (response) => (response.ok ? 'ok' : `${response.status} ${await response.text()}`),
      (error: unknown) => String(error),
    );
    if (answer === 'ok') return;
    if (Date.now() > deadline) throw new Error(`Restate does not get ready: ${url}: ${answer}`);
    await sleep(100);
  }
}
