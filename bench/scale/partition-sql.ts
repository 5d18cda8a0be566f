import { encodeTime } from 'ulid';

/**
 * order_events in parts by the month in which the order was placed. An order's id is a ULID, so its first ten letters are that
 * time: the primary key stays (order_id, version), all events of an order are in one part, and whoever asks for an order reads
 * that part alone.
 */

/** The table with the columns of order_events, in parts. */
export function partitioned(table: string): string[] {
  return [
    `create table ${table} (like order_events including defaults) partition by range (order_id)`,
    `alter table ${table} add primary key (order_id, version)`,
    `create unique index ${table}_source on ${table} (order_id, source_event_id) where source_event_id is not null`,
    `create index ${table}_later on ${table} (time) where version > 3`,
  ];
}

/**
 * Puts order_events into parts: what there is becomes the first of them, up to `month`, and is not copied. Whoever writes waits for
 * the last statements alone: the check is made beforehand, and tells Postgres that it need not look again.
 */
export function intoParts(month: string): { beforehand: string[]; atOnce: string[] } {
  const end = firstId(month);
  return {
    beforehand: [
      ...partitioned('order_events_parts'),
      `alter table order_events add constraint order_events_past check (order_id < '${end}') not valid`,
      'alter table order_events validate constraint order_events_past',
    ],
    atOnce: [
      'alter table order_events rename to order_events_past',
      'alter table order_events_parts rename to order_events',
      `alter table order_events attach partition order_events_past for values from (minvalue) to ('${end}')`,
      monthPart('order_events', month),
    ],
  };
}

/** Its part for a month; made before the month begins, by a migration or a schedule. */
export function monthPart(table: string, month: string): string {
  return `create table ${partName(table, month)} partition of ${table} for values from ('${firstId(month)}') to ('${firstId(nextMonth(month))}')`;
}

/** A month leaves: readers go on meanwhile. What is detached is copied to S3 and then dropped. */
export function detach(table: string, month: string): string {
  return `alter table ${table} detach partition ${partName(table, month)} concurrently`;
}

export const partName = (table: string, month: string) => `${table}_${month.replace('-', '_')}`;

/** No order placed before this month (`2026-01`, UTC) has a larger id. */
export function firstId(month: string): string {
  return encodeTime(Date.parse(`${month}-01T00:00:00Z`), 10).padEnd(26, '0');
}

export function nextMonth(month: string): string {
  const start = new Date(`${month}-01T00:00:00Z`);
  return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1)).toISOString().slice(0, 7);
}
