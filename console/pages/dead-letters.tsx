import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { answered } from '../api.ts';
import { Time } from '../parts/format.tsx';
import { LetterActions } from '../parts/letter-actions.tsx';
import { Empty, Loading, Problem } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { useSession } from '../session.tsx';

/** What no service could handle. Looking hides a letter from others for a moment, so it is not looked at all the time. */
export function DeadLettersPage() {
  const { api } = useSession();
  const [search, setSearch] = useSearchParams();
  const queue = search.get('queue') ?? '';
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['dead-letters'],
    queryFn: async () => await answered(api.GET('/v1/dead-letters')),
    refetchInterval: 30_000,
  });
  const letters = (data?.data ?? []).filter((letter) => queue === '' || letter.queue === queue);
  return (
    <>
      <h1>Dead letters</h1>
      <p className="quiet">Messages that no service could handle, or a topic not deliver, oldest first.</p>
      {error && <Problem error={error} />}
      {data && (
        <div className="panel filters">
          <div className="field">
            <label htmlFor="queue">Queue</label>
            <select
              id="queue"
              value={queue}
              onChange={(event) => setSearch(event.target.value === '' ? {} : { queue: event.target.value })}
            >
              <option value="">All</option>
              {data.queues.map((one) => (
                <option key={one.queue} value={one.queue}>
                  {one.queue} ({one.letters})
                </option>
              ))}
            </select>
          </div>
          <button type="button" disabled={isFetching} onClick={() => void refetch()}>
            Look again
          </button>
        </div>
      )}
      {!data && !error && <Loading what="dead letters" />}
      {data && letters.length === 0 && <Empty>There are no dead letters.</Empty>}
      {letters.length > 0 && (
        <Table
          caption="Dead letters"
          hasHeading
          head={['Event', 'Queue', 'Order', 'Why', 'Received', 'When', 'Actions']}
          figures={[4]}
        >
          {letters.map((letter) => (
            <tr key={letter.id}>
              <th scope="row">
                <Link href={`/dead-letters/${letter.queue}/${encodeURIComponent(letter.id)}`}>
                  {letter.eventType ?? 'unreadable'}
                </Link>
              </th>
              <td>
                {letter.queue}
                {letter.kind === 'undelivered' && ', undelivered'}
              </td>
              <td>
                {letter.orderId && (
                  <Link href={`/orders/${letter.orderId}`} className="id">
                    {letter.orderId}
                  </Link>
                )}
              </td>
              <td>{letter.reason ?? 'Its consumer died with it'}</td>
              <td className="figure">{letter.receives}</td>
              <td>
                <Time at={letter.time} />
              </td>
              <td>
                <LetterActions letter={letter} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
