import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { connect } from '../db/client.ts';
import { storeOrders } from '../test/support/stored-orders.ts';
import { inWorld } from './measure/in-world.ts';
import { progress } from './say.ts';
import { table } from './table.ts';
import type { World } from './world/world.ts';

export interface ExportOptions {
  /** In the shop. */
  orders: number;
}

const FORMATS = ['ndjson', 'csv'] as const;
type Format = (typeof FORMATS)[number];

/** Of what it has in the first export the most that the process may have in the second: by then its heap has grown to its size. */
const GROWTH = 1.25;
const NEW_LINE = '\n'.charCodeAt(0);

interface Exported {
  format: Format;
  lines: number;
  megabytes: number;
  seconds: number;
  /** Of API and worker, every second. */
  memory: number[];
}

/** All orders of a large shop in one answer. Throws where some are missing, or memory grows with them. */
export async function benchExport({ orders }: ExportOptions): Promise<void> {
  const say = progress();
  await inWorld({ peers: ['ours'], temporal: 'postgres', say }, async (world) => {
    const database = connect(world.databaseUrl('ours'), { max: 4 });
    await storeOrders(database, { orders, progress: (stored) => say(`${stored} orders`) });
    const stored = Number((await database.sql`select count(*) from orders`)[0]?.['count']);
    await database.close();
    const exported: Exported[] = [];
    for (const format of FORMATS) exported.push(await exportAll(world, format, say));
    process.stdout.write(`${exportTable(exported)}\n`);
    const [first = Number.NaN, second = Number.NaN] = exported.map(({ memory }) => Math.max(...memory));
    const wrong = exported.flatMap((one) => missing(one, stored));
    if (!(second <= GROWTH * first)) wrong.push(`from ${first.toFixed(0)} to ${second.toFixed(0)} MB`);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });
}

async function exportAll(world: World, format: Format, say: (line: string) => void): Promise<Exported> {
  const begun = performance.now();
  const { statusCode, body } = await request(`${world.url('ours')}/v1/orders/export?format=${format}`, {
    headers: { authorization: 'Bearer bench-operator' },
  });
  if (statusCode !== 200) throw new Error(`the export was answered ${statusCode}: ${await body.text()}`);
  const memory: number[] = [];
  const counted = { lines: 0, bytes: 0, isOver: false };
  const watching = (async () => {
    for (; !counted.isOver; await sleep(1_000)) {
      memory.push(((await world.usage('ours')).rssBytes['main'] ?? Number.NaN) / 2 ** 20);
      say(`${format}: ${counted.lines} lines, ${memory.at(-1)?.toFixed(0)} MB`);
    }
  })();
  for await (const chunk of body as AsyncIterable<Buffer>) {
    counted.bytes += chunk.length;
    for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, at + 1)) counted.lines += 1;
  }
  const seconds = (performance.now() - begun) / 1000;
  counted.isOver = true;
  await watching;
  return { format, lines: counted.lines, megabytes: counted.bytes / 2 ** 20, seconds, memory };
}

function missing({ format, lines }: Exported, stored: number): string[] {
  const expected = format === 'csv' ? stored + 1 : stored;
  return lines === expected ? [] : [`${format}: ${lines} lines in place of ${expected}`];
}

/** The most of its first tenth. */
function early(memory: readonly number[]): number {
  return Math.max(...memory.slice(0, Math.ceil(memory.length / 10)));
}

function exportTable(exported: readonly Exported[]): string {
  return table(
    ['export', 'lines', 'MB', 's', 'lines/s', 'process MB: first tenth', 'most', 'last'],
    exported.map(({ format, lines, megabytes, seconds, memory }) => [
      format,
      String(lines),
      megabytes.toFixed(0),
      seconds.toFixed(0),
      (lines / seconds).toFixed(0),
      ...[early(memory), Math.max(...memory), memory.at(-1) ?? Number.NaN].map((mb) => mb.toFixed(0)),
    ]),
  );
}
