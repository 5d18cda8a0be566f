import { asStripe, type Answer, invalid, keyReused, madeAnswer, noSuchIntent } from './stub-stripe.ts';
import type { Intent, Intents, Request } from './stub-intents.ts';

/** What is to be sent, and when (performance.now()); null: never. */
export type Reply = (Answer & { at?: number; replayed?: boolean }) | null;

const OUTCOMES = new Map<string, Intent['outcome']>([
  ['pm_card_visa', 'authorized'],
  ['pm_card_chargeDeclined', 'declined'],
  ['pm_timeout', 'authorized'],
]);

/** Authorizes, but the answer is lost on its way. */
const SILENT = 'pm_timeout';

/** `POST /v1/payment_intents`. What it does is done when it arrives; how long it takes is only how late it answers. */
export function create(
  intents: Intents,
  form: URLSearchParams,
  { peer, key, latencyMs }: { peer: string; key: string | undefined; latencyMs: () => number },
): Reply {
  const request = readRequest(form, peer);
  if (!request) return invalid(400, 'The bench makes intents that are authorized by hand in the call that makes them');
  const outcome = OUTCOMES.get(request.method);
  if (!outcome) return invalid(400, `No such PaymentMethod: '${request.method}'`, 'resource_missing');
  const known = intents.findByKey(key);
  if (known && !isSame(known, request)) return keyReused(key ?? '');
  const intent = known ?? intents.add(request, outcome, key, performance.now() + latencyMs());
  if (request.method === SILENT) return null;
  return { ...madeAnswer(intent), at: intent.answersAt, replayed: known !== undefined };
}

function readRequest(form: URLSearchParams, peer: string): Request | null {
  const amount = Number(form.get('amount'));
  const currency = form.get('currency');
  const method = form.get('payment_method');
  const orderId = form.get('metadata[orderId]');
  const isByHand = form.get('capture_method') === 'manual' && form.get('confirm') === 'true';
  if (!isByHand || !Number.isInteger(amount) || amount < 1) return null;
  if (currency === null || method === null || orderId === null) return null;
  return { peer, orderId, customer: form.get('customer'), amount, currency: currency.toLowerCase(), method };
}

function isSame(intent: Intent, request: Request): boolean {
  return (
    intent.orderId === request.orderId &&
    intent.customer === request.customer &&
    intent.amount === request.amount &&
    intent.currency === request.currency &&
    intent.method === request.method
  );
}

/** `GET /v1/payment_intents/:id` */
export function retrieve(intents: Intents, id: string): Reply {
  const intent = intents.find(id);
  return intent ? { status: 200, body: asStripe(intent) } : noSuchIntent(id);
}

/** `POST /v1/payment_intents/:id/cancel` */
export function cancel(intents: Intents, id: string, key: string | undefined): Reply {
  const intent = intents.find(id);
  if (!intent) return noSuchIntent(id);
  if (!intent.canceled) intents.cancel(intent, key);
  else if (key === undefined || intent.canceled.key !== key) {
    const message = 'You cannot cancel this PaymentIntent because it has a status of canceled.';
    return invalid(400, message, 'payment_intent_unexpected_state');
  }
  return { status: 200, body: asStripe(intent) };
}

/** `GET /v1/payment_intents?customer=…&created[gte]=…&limit=…&starting_after=…` */
export function list(intents: Intents, query: URLSearchParams): Reply {
  const limit = Number(query.get('limit') ?? 10);
  const startingAfter = query.get('starting_after');
  const before = startingAfter === null ? undefined : intents.find(startingAfter);
  if (startingAfter !== null && !before) return noSuchIntent(startingAfter);
  const createdFrom = Number(query.get('created[gte]') ?? 0);
  const found = intents.list({ customer: query.get('customer'), createdFrom, before, limit });
  const data = found.slice(0, limit).map((intent) => asStripe(intent));
  return {
    status: 200,
    body: { object: 'list', url: '/v1/payment_intents', has_more: found.length > limit, data },
  };
}
