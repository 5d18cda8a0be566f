import canonicalize from 'canonicalize';
import { z } from 'zod';
import { isDecided as saysDecision } from '../load/messages.ts';

/** What a client was told, once. */
export interface Answer {
  /** Date.now() */
  at: number;
  status: number;
  code: string | null;
  orderId: string | null;
  /** In canonical JSON (RFC 8785), without the id of the request, which differs with each. */
  body: string;
}

/** Ours, and a problem's (RFC 9457). */
const Body = z.looseObject({
  id: z.string().optional(),
  orderId: z.string().optional(),
  code: z.string().optional(),
  requestId: z.string().optional(),
});

/** @throws SyntaxError, ZodError for a body that is none of ours */
export function answerOf(status: number, text: string): Answer {
  const { requestId: _, ...body } = Body.parse(JSON.parse(text));
  return {
    at: Date.now(),
    status,
    code: body.code ?? null,
    orderId: body.orderId ?? body.id ?? null,
    body: canonicalize(body) ?? '',
  };
}

/** The answers that say how the order was decided: all of them have to be the same. */
export function decisionsOf(answers: readonly Answer[]): Answer[] {
  return answers.filter(saysDecision);
}

/** From its first request to its first decided answer, in seconds; 0 for an order that has none. */
export function waitOf({ orderedAt, answers }: { orderedAt: number; answers: readonly Answer[] }): number {
  const [first] = decisionsOf(answers);
  return first ? (first.at - orderedAt) / 1000 : 0;
}
