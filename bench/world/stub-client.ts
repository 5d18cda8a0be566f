import { join } from 'node:path';
import { z } from 'zod';
import type { PartPlan } from '../../embedded/parts.ts';
import { probeHttp } from '../../embedded/probes.ts';
import { LedgerEntry } from './ledger.ts';
import type { PeerName } from './peers.ts';
import type { Latency } from './stub-latency.ts';

/** The outside world: a port for each peer, so that its ledger knows whose order it was. */
export function stubPlan(dataDir: string, ports: readonly { peer: PeerName; port: number }[]): PartPlan {
  const port = ports[0]?.port ?? 0;
  const doors = ports.map((door) => `${door.peer}=${door.port}`);
  return {
    name: 'stub',
    port,
    command: process.execPath,
    args: [join(import.meta.dirname, 'stub.ts'), dataDir, ...doors],
    readyWithinMs: 15_000,
    endsWithinMs: 5_000,
    probe: () => probeHttp(`http://127.0.0.1:${port}/health`),
  };
}

export async function putLatency(url: string, kind: Latency): Promise<void> {
  const answer = await fetch(`${url}/latency`, { method: 'PUT', body: JSON.stringify({ kind }) });
  if (!answer.ok) throw new Error(`the stub answered ${answer.status}: ${await answer.text()}`);
}

export async function readLedger(url: string): Promise<LedgerEntry[]> {
  return z.array(LedgerEntry).parse(await (await fetch(`${url}/ledger`)).json());
}
