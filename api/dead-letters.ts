import type { DeadLetterInFull, DeadLetterView } from '../contracts/http-dead-letters.ts';
import type { Db } from '../db/client.ts';
import { findClaim, keepAnswer } from '../db/idempotency.ts';
import { newId } from '../db/ids.ts';
import type { DeadLetterBox } from '../domain/dead-letters.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Caller } from './caller.ts';
import { assertSameBody, claimFor } from './idempotency.ts';
import { sayAgain } from './order-in-hand.ts';
import type { Answer, Call, Handlers } from './routes.ts';

/** Where there are many, they are one trouble, and the first of them show it. */
const MOST = 500;

export interface DeadLetterDeps {
  db: Db;
  deadLetters: DeadLetterBox;
}

type LetterHandlers = Pick<Handlers, 'listDeadLetters' | 'getDeadLetter' | 'redriveDeadLetter' | 'dropDeadLetter'>;

/** What no service could handle, for operators. */
export function deadLetterHandlers({ db, deadLetters }: DeadLetterDeps): LetterHandlers {
  /** @throws OrderSagaError `not_found` for a queue that is not there */
  async function ownLetters({ storefront: its }: Caller, queue: string): Promise<DeadLetterInFull[]> {
    if (!deadLetters.queues.includes(queue)) throw new OrderSagaError('not_found', `There is no queue ${queue}`);
    const letters = await deadLetters.list(queue);
    return letters.filter(({ storefront }) => its === null || storefront === its);
  }

  /** @throws OrderSagaError `not_found`, also for one of another storefront */
  async function theLetter(caller: Caller, { queue, letterId }: { queue: string; letterId: string }) {
    const letter = (await ownLetters(caller, queue)).find(({ id }) => id === letterId);
    if (!letter) throw noLetter(queue, letterId);
    return letter;
  }

  /** Under its Idempotency-Key it is done once, and said again: the letter is there no more. */
  async function taking(
    call: Call<'redriveDeadLetter'> | Call<'dropDeadLetter'>,
    take: (queue: string, id: string) => Promise<boolean>,
  ): Promise<Answer> {
    const { caller, params, keyed } = call;
    const standing = keyed && (await findClaim(db, keyed));
    if (keyed && standing) assertSameBody(standing, keyed);
    if (standing?.answer) return sayAgain(call, standing.answer);
    const letter = await theLetter(caller, params);
    if (keyed) await claimFor(db, keyed, newId());
    if (!(await take(params.queue, params.letterId))) throw noLetter(params.queue, params.letterId);
    const body = withoutBody(letter);
    if (keyed) await keepAnswer(db, keyed, { status: 200, headers: {}, body: JSON.stringify(body) });
    return { status: 200, body };
  }

  return {
    async listDeadLetters({ caller, query }) {
      const names = query.queue === undefined ? deadLetters.queues : [query.queue];
      const found = await Promise.all(
        names.map(async (queue) => ({ queue, letters: await ownLetters(caller, queue) })),
      );
      const all = found.flatMap(({ letters }) => letters).toSorted((a, b) => a.time.localeCompare(b.time));
      const queues = found.map(({ queue, letters }) => ({ queue, letters: letters.length }));
      return { status: 200, body: { data: all.slice(0, MOST).map(withoutBody), queues } };
    },

    getDeadLetter: async ({ caller, params }) => ({ status: 200, body: await theLetter(caller, params) }),
    redriveDeadLetter: (call) => taking(call, async (queue, id) => await deadLetters.redrive(queue, id)),
    dropDeadLetter: (call) => taking(call, async (queue, id) => await deadLetters.drop(queue, id)),
  };
}

function withoutBody({ body: _body, ...letter }: DeadLetterInFull): DeadLetterView {
  return letter;
}

function noLetter(queue: string, id: string): OrderSagaError {
  return new OrderSagaError('not_found', `${queue} has no dead letter ${id}`);
}
