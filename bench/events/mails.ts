import type postgres from 'postgres';
import { publicType } from '../../domain/public-events.ts';
import type { OrderEventType } from '../../domain/events.ts';
import type { SmtpWorld } from '../../test/support/smtp.ts';

/** Which events their customers are told of; of cancellations those that somebody asked for. */
const TOLD = new Set(['order.created', 'order.shipped', 'order.delivered', 'order.cancelled']);

export interface MailBooks {
  sent: number;
  /** Claimed by a process that was killed before it said more: perhaps sent, and never again. */
  unknown: number;
  violations: string[];
}

/** One mail for each event that customers are told of, and none twice. */
export async function mailBooks(sql: postgres.Sql, smtp: SmtpWorld): Promise<MailBooks> {
  const ids = smtp.received.map(({ headers }) => headers.get('message-id')?.match(/^<([^@]+)@/)?.[1] ?? '');
  const sent = new Set(ids);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const rows = await sql<{ event_id: string }[]>`
    select event_id from notifications where state in ('claimed', 'unknown')`;
  const unknown = new Set(rows.map(({ event_id: id }) => id));
  const events = await sql<{ id: string; type: OrderEventType }[]>`
    select e.id, e.type from order_events e join orders o on o.id = e.order_id where o.email is not null and (e.type <> 'order.canceled' or o.cancel_reason = 'requested')`;
  const wanted = events.filter(({ type }) => TOLD.has(publicType(type) ?? '')).map(({ id }) => id);
  const missing = wanted.filter((id) => !sent.has(id) && !unknown.has(id));
  const strange = [...sent].filter((id) => !wanted.includes(id));
  return {
    sent: ids.length,
    unknown: unknown.size,
    violations: [
      ...twice.map((id) => `two mails for ${id}`),
      ...missing.map((id) => `no mail for ${id}`),
      ...strange.map((id) => `a mail for ${id}, which nobody is told of`),
    ],
  };
}
