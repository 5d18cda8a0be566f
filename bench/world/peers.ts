import { join } from 'node:path';

export const PEER_NAMES = ['ours', 'naive-temporal', 'dbos', 'restate', 'plain', 'empty-workflow'] as const;
export type PeerName = (typeof PEER_NAMES)[number];

export interface Peer {
  folder: string;
  /** Has an `engine.ts`: a server of its own, started before main.ts and left running when main.ts is killed. */
  hasEngine: boolean;
}

const peer = (name: PeerName, hasEngine = false): Peer => ({
  folder: join(import.meta.dirname, '..', 'peers', name),
  hasEngine,
});

/** What the world has to know of each. */
export const PEERS: Record<PeerName, Peer> = {
  ours: peer('ours'),
  'naive-temporal': peer('naive-temporal'),
  dbos: peer('dbos'),
  restate: peer('restate', true),
  plain: peer('plain'),
  'empty-workflow': peer('empty-workflow'),
};

/** Connections at most for the orders of a peer: twice the cores and some, as pools go; the same for all. */
export const POOL = 10;

/** One call to a provider; what is told to time out takes three of them. */
export const PROVIDER_TIMEOUT_MS = 250;

/** A peer's port, then those of its engine. */
export const PORTS_EACH = 11;
