import { PEERS } from '../measure/peers.ts';
import type { Results, Server } from '../results.ts';

type Peer = Results['blocks'][number]['peer'];

/** One peer beside one Temporal server: a row of every table, a line or a bar of every plot. */
export interface Column {
  title: string;
  server: Server;
  peer: Peer;
  results: Results;
}

const ORDER: Peer[] = ['ours', 'naive-temporal', 'empty-workflow', 'dbos', 'restate', 'plain'];

export function columnsOf(all: readonly Results[]): Column[] {
  return all.flatMap((results) =>
    ORDER.filter((peer) => results.blocks.some((block) => block.peer === peer)).map((peer) => ({
      title: results.server === 'dev' ? `${PEERS[peer].title}, dev server` : PEERS[peer].title,
      server: results.server,
      peer,
      results,
    })),
  );
}
