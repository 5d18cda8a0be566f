import { answered, type OrderSagaClient, type Schemas } from '../api.ts';
import { useSession } from '../session.tsx';
import { type Question, useAsk } from './asking.tsx';

type Letter = Pick<Schemas['DeadLetter'], 'id' | 'queue' | 'eventType'>;

/** Back into its queue, or away. */
export function LetterActions({ letter }: { letter: Letter }) {
  const { api, may } = useSession();
  const ask = useAsk();
  if (!may('dead-letters:write')) return null;
  return (
    <div className="actions">
      <button type="button" onClick={() => ask(redriving(api, letter))}>
        Redrive
      </button>
      <button type="button" className="danger" onClick={() => ask(dropping(api, letter))}>
        Drop
      </button>
    </div>
  );
}

const paramsOf = ({ queue, id }: Letter, key: string) => ({
  path: { queue, letterId: id },
  header: { 'Idempotency-Key': key },
});

function redriving(api: OrderSagaClient, letter: Letter): Question {
  return {
    title: 'Redrive the message',
    text: `It goes back into ${letter.queue}, and into no other queue. The service knows what it has handled before.`,
    verb: 'Redrive',
    reason: 'needed',
    send: async ({ reason = '', key }) =>
      await answered(
        api.POST('/v1/dead-letters/{queue}/{letterId}/redrive', { params: paramsOf(letter, key), body: { reason } }),
      ),
    done: `The message is back in ${letter.queue}`,
  };
}

function dropping(api: OrderSagaClient, letter: Letter): Question {
  return {
    title: 'Drop the message',
    text: `It is thrown away: ${letter.queue} never hears of it. This cannot be undone.`,
    verb: 'Drop',
    reason: 'needed',
    send: async ({ reason = '', key }) =>
      await answered(
        api.POST('/v1/dead-letters/{queue}/{letterId}/drop', { params: paramsOf(letter, key), body: { reason } }),
      ),
    done: 'The message was dropped',
  };
}
