import { Link } from 'wouter';
import { answered, type Schemas } from '../api.ts';
import { useSession } from '../session.tsx';
import { spoken, Time } from './format.tsx';
import { Listing, usePages } from './listing.tsx';
import { Table } from './table.tsx';

type Entry = Schemas['AuditEntry'];

/** What people did through the API, newest first: to one order, by one of them, or all of it. */
export function AuditTrail({ orderId, actor }: { orderId?: string; actor?: string | undefined }) {
  const { api } = useSession();
  const pages = usePages(
    ['audit', orderId, actor],
    async (cursor) =>
      await answered(
        api.GET('/v1/audit', {
          params: {
            query: {
              ...(orderId ? { orderId } : {}),
              ...(actor ? { actor } : {}),
              ...(cursor ? { cursor } : {}),
            },
          },
        }),
      ),
    10_000,
  );
  return (
    <Listing pages={pages} what="what was done" empty="Nobody has done anything.">
      {(entries) => (
        <Table
          caption="What people did, newest first"
          hasHeading
          head={['When', 'Who', 'What', ...(orderId ? [] : ['To']), 'Reason', 'Outcome', 'Request']}
        >
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td>
                <Time at={entry.createdAt} />
              </td>
              <td>
                {entry.actor}, {entry.role}
              </td>
              <th scope="row">
                {spoken(entry.operation)} {detailsOf(entry)}
              </th>
              {!orderId && (
                <td>
                  {entry.orderId ? (
                    <Link href={`/orders/${entry.orderId}`} className="id">
                      {entry.orderId}
                    </Link>
                  ) : (
                    <span className="id">{entry.path}</span>
                  )}
                </td>
              )}
              <td>{entry.reason}</td>
              <td>{outcomeOf(entry)}</td>
              <td className="id">{entry.requestId}</td>
            </tr>
          ))}
        </Table>
      )}
    </Listing>
  );
}

function detailsOf({ details }: Entry): string {
  const said = Object.entries(details)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
  return said && `(${said})`;
}

function outcomeOf({ status, refusal }: Entry): string {
  if (status === null) return 'Unknown';
  if (refusal !== null) return `Refused: ${refusal}`;
  return status === 202 ? 'Under way' : 'Done';
}
