import { z } from 'zod';
import type { Account } from './account.ts';
import { API_ERROR, keyInUse, keyReused } from './stripe-errors.ts';
import { HttpError } from './http-error.ts';
import type { Store } from './store.ts';

export type Answer = { readonly status: number; readonly body: unknown };
export type Outcome = Answer & { readonly replayed: boolean };

export type IdempotentCall = {
  readonly key: string | undefined;
  /** The same for two requests exactly when they ask for the same. */
  readonly fingerprint: string;
  /** What takes time before the effect; a second request with the key is refused (409) meanwhile. */
  readonly before: () => Promise<void>;
  /** The effect, inside a transaction. Throwing an HttpError undoes it and keeps nothing under the key. */
  readonly effect: () => Answer;
};

const Row = z.object({ fingerprint: z.string(), status: z.int(), body: z.string() });

/**
 * Stripe's rules (docs.stripe.com/api/idempotent_requests): the first answer of a key is kept, good or bad, and every
 * repeat gets it; effect and answer are one transaction, so that a crash leaves both or neither. A key is forgotten at the
 * end of its life, and a repeat acts again.
 */
export function createIdempotency(store: Store, account: Account): (call: IdempotentCall) => Promise<Outcome> {
  const find = store.db.prepare('SELECT fingerprint, status, body FROM idempotency_keys WHERE key = ? AND created > ?');
  const keep = store.db.prepare(
    'INSERT OR REPLACE INTO idempotency_keys (key, fingerprint, status, body, created) VALUES (?, ?, ?, ?, ?)',
  );
  const inProgress = new Set<string>();

  const stored = (key: string, fingerprint: string): Outcome | undefined => {
    const row = find.get(key, Date.now() - account.get().keyLifeSeconds * 1000);
    if (row === undefined) return undefined;
    const answer = Row.parse(row);
    if (answer.fingerprint !== fingerprint) throw keyReused(key);
    return { status: answer.status, body: JSON.parse(answer.body), replayed: true };
  };

  const processed = ({ key, fingerprint, effect }: IdempotentCall): Answer => {
    const kept = (answer: Answer) => {
      if (key !== undefined) {
        keep.run(key, fingerprint, answer.status, JSON.stringify(answer.body), Date.now());
      }
      return answer;
    };
    try {
      return store.transaction(() => kept(effect()));
    } catch (error) {
      if (error instanceof HttpError) throw error;
      return kept(API_ERROR);
    }
  };

  return async (call) => {
    const { key, fingerprint } = call;
    if (key === undefined) {
      await call.before();
      return { ...processed(call), replayed: false };
    }
    if (inProgress.has(key)) throw keyInUse(key);
    const earlier = stored(key, fingerprint);
    if (earlier !== undefined) return earlier;
    inProgress.add(key);
    try {
      await call.before();
      return { ...processed(call), replayed: false };
    } finally {
      inProgress.delete(key);
    }
  };
}
