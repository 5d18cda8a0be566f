import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PARTS } from './world.ts';

/** What is done to a part; the words are those of docs/operations/faults.md. */
export const DEEDS = ['cut off', 'slowed', 'reset', 'silenced', 'disk full', 'no tables'] as const;
export type Deed = (typeof DEEDS)[number];

const STATUS = /^(201|202|503)$/;
const Statuses = z
  .string()
  .transform((text) => text.split(' or ').map(Number))
  .refine(
    (statuses) => statuses.every((status) => STATUS.test(String(status))),
    '201, 202 or 503, with ` or ` between',
  );

/** A row: a fault, and what the shop promises of it. */
const Row = z.strictObject({
  part: z.enum(PARTS),
  'what is done to it': z.enum(DEEDS),
  'for, s': z.coerce.number().int().min(1).max(60),
  /** Of a checkout that is sent and answered while it lasts. */
  'a checkout is answered': Statuses,
  /** To the same key, once the part is back: what a shop that lacked nothing would have said, or else a refusal. */
  'in the end': z.enum(['as asked', 'as asked, or 503']),
  '/health/ready': z.string().regex(/^(200|200 away [a-z]+|503 [a-z]+)$/),
});
export type Row = z.infer<typeof Row>;

const PAGE = new URL('../../docs/operations/faults.md', import.meta.url);

/** The rows of the page's first table. @throws for what it cannot make sense of: no row is passed over */
export async function readFaults(): Promise<Row[]> {
  const lines = (await readFile(PAGE, 'utf8')).split('\n');
  const from = lines.findIndex((line) => line.startsWith('| part '));
  const table = lines.slice(from, lines.indexOf('', from));
  const [header = [], , ...rows] = table.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.map((cells) => Row.parse(Object.fromEntries(cells.map((cell, index) => [header[index] ?? '', cell]))));
}
