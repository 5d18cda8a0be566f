import { orderSagaClient, type OrderSagaClient, type Schemas } from '../client/index.ts';
import type { Scope } from '../contracts/roles.ts';

export type { OrderSagaClient, Schemas, Scope };
export type Order = Schemas['Order'];
/** Of a list: all of an order, as far as the types know perhaps less. */
export type ListedOrder = Schemas['OrderFields'];
export type Caller = Schemas['Caller'];

export function clientFor(key: string): OrderSagaClient {
  return orderSagaClient(key, { baseUrl: window.location.origin });
}

/** A refusal as the API words it (RFC 9457). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly retryable: boolean;

  constructor(response: Response, problem: unknown) {
    const { title, detail, code, retryable }: Partial<Schemas['Problem']> = Object(problem);
    super(detail ?? title ?? `The API answered ${response.status}`);
    this.status = response.status;
    this.code = code ?? 'unknown';
    this.requestId = response.headers.get('x-request-id');
    this.retryable = retryable ?? response.status >= 500;
  }
}

/** What was answered. @throws Refusal */
export async function answered<Data>(
  asked: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await asked;
  if (data === undefined) throw new Refusal(response, error);
  return data;
}

/** If-Match, by the version that was seen. */
export function asSeen(version: number | undefined) {
  return version === undefined ? {} : { 'If-Match': `"${version}"` };
}

/** For an Idempotency-Key. Unlike randomUUID, it is there also where the page does not come over TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
