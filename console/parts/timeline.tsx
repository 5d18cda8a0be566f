import { answered, type Schemas } from '../api.ts';
import { useSession } from '../session.tsx';
import { Time, words } from './format.tsx';
import { Listing, usePages } from './listing.tsx';

type Event = Schemas['TimelineEvent'];

/** What happened to an order, from its beginning. Read anew at each new version. */
export function Timeline({ id, version }: { id: string; version: number }) {
  const { api } = useSession();
  const pages = usePages(
    ['timeline', id, version],
    async (cursor) =>
      await answered(api.GET('/v1/orders/{id}/events', { params: { path: { id }, query: cursor ? { cursor } : {} } })),
  );
  return (
    <Listing pages={pages} what="the timeline" empty="Nothing has happened.">
      {(events) => (
        <>
          {events[0] && (
            <p className="quiet">
              Trace <code className="id">{traceOf(events[0])}</code>
            </p>
          )}
          <ol className="timeline">
            {events.map((event) => (
              <li key={event.id}>
                <p>
                  <strong>{words(event.type)}</strong> <Time at={event.time} />
                </p>
                <Details event={event} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Listing>
  );
}

/** W3C Trace Context: version, trace, span, flags. */
function traceOf({ traceparent }: Event): string {
  return traceparent.split('-')[1] ?? traceparent;
}

function Details({ event }: { event: Event }) {
  const span = event.traceparent.split('-')[2];
  return (
    <details>
      <summary>
        Version {event.version}, span <code>{span}</code>
      </summary>
      <pre>{JSON.stringify(event.data, null, 2)}</pre>
    </details>
  );
}
