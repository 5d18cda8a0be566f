import { z } from 'zod';

/*
 * What postgres.js 3.4.9, the newest there is, makes of a connection that is lost in the middle, and what stands in its way here.
 * Found by the faults of docs/operations/faults.md, and read in its src/connection.js and src/index.js:
 *
 * - A transaction whose connection has gone is rolled back, or committed, all the same: on no socket, which ends the process
 *   by a TypeError out of a timer, or on whoever has the connection by then. `begin` below never comes to its end instead;
 *   postgres.js has failed the transaction by itself.
 * - What was written but not sent when a connection closed is kept, and keeps the next one of its place from being opened:
 *   its greeting is not sent, which costs 30 s and fails, again and again. A greeting of 1,024 bytes is sent at once.
 * - A query that was given to a connection between its error and its end is answered by the next greeting, as if it
 *   had been done and had found nothing, a BEGIN too. Only a result that names its command has come from a server.
 *   `Places` fails it when the connection has ended: its place may not be used again for long.
 * - One that was given to it behind another one, as happens when all are busy, is never answered, nor is any that comes later: the
 *   place is lost, and with all of them the pool. `Places` clears them away, and lets only queries of one transaction go behind each other.
 */

/** Makes the greeting as long as that. Postgres keeps it as a setting of the session. */
export const GREETING = { 'order_saga.greeting': '.'.repeat(1024) };

/** What postgres.js hands to a query's `onexecute`, which is its own option, for `begin`. */
interface Place {
  id: number;
  /** Fails whatever it still has. It is opened again all the same when it is used. */
  terminate(): void;
}

/** The places of a pool, as far as something was asked in them. */
export class Places {
  readonly #known = new Map<number, Place>();

  /** The same options, by which the query's place gets known, and takes no other query meanwhile. */
  watched(how: object = {}): object {
    const { onexecute }: { onexecute?: (place: Place) => unknown } = how;
    const taken = (place: Place) => {
      this.#known.set(place.id, place);
      return onexecute?.(place) ?? false;
    };
    return { ...how, onexecute: taken };
  }

  closed(id: number): void {
    this.#known.get(id)?.terminate();
  }
}

/** postgres.js' and the network's words for a connection that has gone, or was ended by the server (57P). */
const Lost = z.object({ code: z.string().regex(/^(CONNECTION_|CONNECT_TIMEOUT|E[A-Z]+$|57P0)/) });

/** Its code is that of postgres.js itself. */
class ConnectionLost extends Error {
  readonly code = 'CONNECTION_CLOSED';

  constructor() {
    super('the connection to the database was lost');
  }
}

/** The connection of one transaction. */
export class Session {
  #isLost = false;

  get isLost(): boolean {
    return this.#isLost;
  }

  lose(): void {
    this.#isLost = true;
  }

  /** @throws ConnectionLost: somebody else may have it by now */
  assertThere(): void {
    if (this.#isLost) throw new ConnectionLost();
  }

  /** Of a query that fails with its connection; begins it. */
  watch(query: PromiseLike<unknown>): void {
    query.then(undefined, (error: unknown) => {
      if (Lost.safeParse(error).success) this.lose();
    });
  }
}

/**
 * Runs a transaction, and comes to no end where its connection has gone: what postgres.js would do then is not for it.
 * @param begin postgres.js' own, which fails when the connection goes
 */
export async function onSession<Tx, Result>(
  begin: (run: (tx: Tx) => Promise<Result>) => Promise<unknown>,
  run: (tx: Tx, session: Session) => Promise<Result>,
): Promise<unknown> {
  const session = new Session();
  const untilThere = async () => {
    if (session.isLost) await new Promise<never>(() => undefined);
  };
  const transaction = begin(async (tx) => {
    try {
      const result = await run(tx, session);
      await untilThere();
      return result;
    } catch (error) {
      await untilThere();
      throw error;
    }
  });
  try {
    return await transaction;
  } finally {
    // Whoever still works at it reaches the database no more.
    session.lose();
  }
}

/** The same query, which fails where its result has come from no server. */
export function answered<Query extends object>(query: Query): Query {
  const { resolve, reject } = Object(query);
  const settle = (result: unknown) =>
    Object(result).command === null ? reject(new ConnectionLost()) : resolve(result);
  return Object.assign(query, { resolve: settle });
}
