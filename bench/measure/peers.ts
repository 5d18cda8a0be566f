import { asExpected, type Placed } from '../load/messages.ts';
import type { PeerName } from '../world/world.ts';

/** What measuring has to know of each peer. */
interface Peer {
  title: string;
  /** Whether its orders go through Temporal: the others are not charged for that server. */
  onTemporal: boolean;
  /** Empty orders do nothing: no payment to decline, no rows to look at. */
  doesTheWork: boolean;
}

export const PEERS: Record<PeerName, Peer> = {
  ours: { title: 'Order Saga', onTemporal: true, doesTheWork: true },
  'naive-temporal': { title: 'naive Temporal', onTemporal: true, doesTheWork: true },
  dbos: { title: 'DBOS', onTemporal: false, doesTheWork: true },
  restate: { title: 'Restate', onTemporal: false, doesTheWork: true },
  plain: { title: 'floor 1: no engine', onTemporal: false, doesTheWork: true },
  'empty-workflow': { title: 'floor 2: empty workflow', onTemporal: true, doesTheWork: false },
};

export function countsFor(peer: PeerName): (process: string) => boolean {
  return (process) => process !== 'temporal' || PEERS[peer].onTemporal;
}

export function answersWell(peer: PeerName): (placed: Placed) => boolean {
  return PEERS[peer].doesTheWork ? asExpected : ({ status }) => status === 201;
}
