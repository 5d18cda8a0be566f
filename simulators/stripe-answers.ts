import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { Answer, IdempotentCall, Outcome } from './idempotency.ts';

export type AnswerOnce = (req: Request, res: Response, effect: () => Answer, lateMs?: number) => Promise<void>;

/** Answers a POST as Stripe does: once for a key, and says so of a repeat. */
export function answersOnce(
  idempotent: (call: IdempotentCall) => Promise<Outcome>,
  before: IdempotentCall['before'],
): AnswerOnce {
  return async (req, res, effect, lateMs = 0) => {
    const key = req.get('Idempotency-Key');
    const fingerprint = `${req.method} ${req.originalUrl} ${JSON.stringify(req.body ?? {})}`;
    const outcome = await idempotent({ key, fingerprint, before, effect });
    if (key !== undefined) res.set('Idempotency-Key', key);
    if (outcome.replayed) res.set('Idempotent-Replayed', 'true');
    else if (lateMs > 0) await sleep(lateMs);
    res.status(outcome.status).json(outcome.body);
  };
}

/** One page of a list, of which one more than `limit` was asked for. */
export function page<T, Shown>(url: string, found: readonly T[], limit: number, show: (one: T) => Shown) {
  return { object: 'list', url, has_more: found.length > limit, data: found.slice(0, limit).map((one) => show(one)) };
}
