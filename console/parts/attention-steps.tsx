import type { ListedOrder, Order } from '../api.ts';
import { useSession } from '../session.tsx';
import { resolving } from './actions.ts';
import { useAsk } from './asking.tsx';
import { Time, words } from './format.tsx';

/** What was given up, with what was said of it, and what can be done. */
export function AttentionSteps({ order }: { order: ListedOrder | Order }) {
  const { api, may } = useSession();
  const ask = useAsk();
  return (
    <ul className="plain stack">
      {(order.attention ?? []).map(({ step, error, since }) => (
        <li key={step} className="given-up">
          <p>
            <strong>{words(step)}</strong> was given up <Time at={since} />
          </p>
          {error && <p className="said">{error}</p>}
          {may('attention:resolve') && (
            <div className="actions">
              <button type="button" onClick={() => ask(resolving(api, order, step, 'retry'))}>
                Retry {step}
              </button>
              <button type="button" onClick={() => ask(resolving(api, order, step, 'skip'))}>
                Skip {step}
              </button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
