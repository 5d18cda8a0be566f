import { answered, asSeen, type ListedOrder, type Order, type OrderSagaClient, type Schemas } from '../api.ts';
import { useSession } from '../session.tsx';
import { approving, turningDown } from './actions.ts';
import { type Question, useAsk } from './asking.tsx';
import { Status, Time } from './format.tsx';

type Return = Schemas['Return'];

/** A return, and what comes next for it. */
export function ReturnPanel({ order, sentBack }: { order: ListedOrder | Order; sentBack: Return }) {
  const { api, may } = useSession();
  const ask = useAsk();
  const { status, lines, reason, note, createdAt } = sentBack;
  const skuOf = (lineId: string) => order.lines?.find(({ id }) => id === lineId)?.sku ?? lineId;
  const isRequested = status === 'REQUESTED';
  const isApproved = status === 'APPROVED';
  return (
    <div className="stack">
      <p>
        <Status status={status} /> {lines.map(({ lineId, quantity }) => `${quantity} × ${skuOf(lineId)}`).join(', ')},{' '}
        asked for <Time at={createdAt} />
      </p>
      {reason && <p className="said">{reason}</p>}
      {note && <p className="said">Rejected: {note}</p>}
      {may('returns:decide') && (isRequested || isApproved) && (
        <div className="actions">
          {isRequested && (
            <button type="button" onClick={() => ask(approving(api, order, sentBack))}>
              Approve
            </button>
          )}
          {isRequested && (
            <button type="button" className="danger" onClick={() => ask(turningDown(api, order, sentBack))}>
              Reject
            </button>
          )}
          {isApproved && (
            <button type="button" onClick={() => ask(receiving(api, order, sentBack))}>
              Receive
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function receiving(api: OrderSagaClient, { id, version }: ListedOrder | Order, { id: returnId }: Return): Question {
  return {
    title: 'Receive the return',
    text: 'All of it is there, and is refunded.',
    verb: 'Receive',
    reason: 'none',
    fields: (
      <fieldset>
        <legend>The goods are</legend>
        <label>
          <input type="radio" name="restock" value="yes" defaultChecked /> for sale again
        </label>
        <label>
          <input type="radio" name="restock" value="no" /> written off
        </label>
      </fieldset>
    ),
    send: async ({ fields, key }) =>
      await answered(
        api.POST('/v1/orders/{id}/returns/{returnId}/receive', {
          params: { path: { id, returnId }, header: { 'Idempotency-Key': key, ...asSeen(version) } },
          body: { restock: fields['restock'] === 'yes' },
        }),
      ),
    done: 'The return was received and refunded',
  };
}
