import type { ListedOrder, Order } from '../api.ts';
import { useSession } from '../session.tsx';
import { rejecting, releasing } from './actions.ts';
import { useAsk } from './asking.tsx';
import { Time, words } from './format.tsx';

/** Why it is on hold, until when, and the two ways out. */
export function HoldPanel({ order }: { order: ListedOrder | Order }) {
  const { api, may } = useSession();
  const ask = useAsk();
  const { hold } = order;
  return (
    <>
      <p>
        On hold: {words(hold?.reason ?? 'unknown').toLowerCase()}
        {hold?.note && <>, {hold.note}</>}
        {hold?.until && (
          <>
            , until <Time at={hold.until} />
          </>
        )}
      </p>
      {may('holds:write') && (
        <div className="actions">
          <button type="button" onClick={() => ask(releasing(api, order))}>
            Release
          </button>
          <button type="button" className="danger" onClick={() => ask(rejecting(api, order))}>
            Reject
          </button>
        </div>
      )}
    </>
  );
}
