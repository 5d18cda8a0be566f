import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { answered } from '../api.ts';
import { Time } from '../parts/format.tsx';
import { LetterActions } from '../parts/letter-actions.tsx';
import { Loading, Problem } from '../parts/states.tsx';
import { useSession } from '../session.tsx';

/** All of one dead letter. */
export function DeadLetterPage({ queue, id }: { queue: string; id: string }) {
  const { api } = useSession();
  const { data: letter, error } = useQuery({
    queryKey: ['dead-letter', queue, id],
    queryFn: async () =>
      await answered(api.GET('/v1/dead-letters/{queue}/{letterId}', { params: { path: { queue, letterId: id } } })),
  });
  return (
    <>
      <h1>Dead letter of {queue}</h1>
      <p>
        <Link href="/dead-letters">All dead letters</Link>
      </p>
      {error && <Problem error={error} />}
      {!letter && !error && <Loading what="the message" />}
      {letter && !error && (
        <>
          <dl className="facts panel">
            <div>
              <dt>Event</dt>
              <dd>{letter.eventType ?? 'unreadable'}</dd>
            </div>
            <div>
              <dt>Order</dt>
              <dd>
                {letter.orderId ? (
                  <Link href={`/orders/${letter.orderId}`} className="id">
                    {letter.orderId}
                  </Link>
                ) : (
                  'unknown'
                )}
              </dd>
            </div>
            <div>
              <dt>Why</dt>
              <dd>{letter.reason ?? 'Its consumer died with it each time'}</dd>
            </div>
            <div>
              <dt>Came here</dt>
              <dd>
                <Time at={letter.time} />
              </dd>
            </div>
            <div>
              <dt>Trace</dt>
              <dd>
                <code className="id">{letter.traceId ?? 'unknown'}</code>
              </dd>
            </div>
          </dl>
          <LetterActions letter={letter} />
          <h2>Message</h2>
          <pre>{typeof letter.body === 'string' ? letter.body : JSON.stringify(letter.body, null, 2)}</pre>
        </>
      )}
    </>
  );
}
