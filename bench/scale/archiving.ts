import { table } from '../report/markdown.ts';
import { detach, firstId, intoParts, monthPart } from './partition-sql.ts';
import type { PartitionResults } from './partitions.ts';

/** The part of the page about order_events in parts. */
export function archiving({
  whole,
  parts,
  machine,
  measuredAt,
  months,
  orders,
  eventsAnOrder,
}: PartitionResults): string {
  const { beforehand, atOnce } = intoParts('2027-01');
  const sql = [
    '-- in a migration, in December, while orders come: a check that no order of January can pass is what makes the last step short',
    ...beforehand,
    'begin',
    ...atOnce,
    'commit',
    '-- a month ahead of time, by the schedule `sweep`',
    monthPart('order_events', '2027-02'),
    '-- when all of its orders are over, and are in S3',
    detach('order_events', '2027-01'),
    'drop table order_events_2027_01',
  ].map((statement) => (statement.startsWith('--') ? statement : `${statement};`));
  return [
    '## order_events in parts, and where old ones go',
    "Designed, measured and tried on our schema (`test/db/partitions.test.ts`), not built: `order_events` is one table. Its parts are months of the order, not of the event: an order's id is a ULID, whose first ten letters are the time at which it was placed. So the primary key stays `(order_id, version)`, an order's events lie together, whoever asks by order reads one part, and `order_events_source` stays unique where it has to be.",
    `\`\`\`sql\n${sql.join('\n')}\n\`\`\``,
    table(
      ['', 'one table', `${months} parts`],
      [
        ['WAL KB of an order written to the newest month', kb(whole.walBytesAnOrder), kb(parts.walBytesAnOrder)],
        ["pages read for an order's events", whole.buffersARead, parts.buffersARead],
        ['planning such a query, ms', whole.planningMs.toFixed(3), parts.planningMs.toFixed(3)],
        ['a month leaves: WAL MB', mb(whole.retireWalBytes), mb(parts.retireWalBytes)],
        ['a month leaves: ms', whole.retireMs.toFixed(0), parts.retireMs.toFixed(0)],
      ],
    ),
    `\`npm run bench -- partitions\`, ${measuredAt.slice(0, 10)}, ${machine.cpu}, ${machine.cores} cores busy with other things (times are to be read with that in mind, bytes and pages are not), ${orders.toLocaleString('en-US')} orders of ${eventsAnOrder} events. "Leaves" is \`DELETE\` and \`VACUUM\` on the left, \`DETACH … CONCURRENTLY\` and \`DROP\` on the right.`,
    'What is gained is in the last two lines, and in an index that does not grow: placing and reading cost as much as before. So it is worth its trouble when months are to leave, and not before.',
    `**Archiving.** A month may leave when no order of it is open (\`select 1 from orders where id < '${firstId('2027-02')}' and status not in ('DELIVERED', 'CANCELED') limit 1\` finds none) and the longest return window is over. It is detached, copied (\`copy (select … order by order_id, version) to stdout\`, NDJSON, gzip) to the export bucket with Object Lock, the copy is read back and compared by count and by a hash over \`(order_id, version)\`, and only then dropped. \`orders\` keeps its row and says so by its id; \`ops rebuild\`, \`analytics check\`, \`reconcile\` and the timeline would have to take "archived" for an answer, which none of them does today. Erasure reaches into the archive by destroying keys only where what is archived was encrypted by the order's own key: so it has to be (\`vault/order-keys.ts\`), before it is copied.`,
    '`reservations`, `payments`, `outbox` and `inbox` need no parts: they hold what is open, or are swept. `orders` and `order_lines` can follow by the same ids later.',
  ].join('\n\n');
}

const kb = (bytes: number) => (bytes / 1024).toFixed(1);
const mb = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
