import { z } from 'zod';
import { OrderList, OrderView, type PlaceOrder, Problem } from '../../contracts/http.ts';
import { ReplayError } from './problem.ts';

/** A failure after which the same request may succeed. */
export class Retryable extends Error {
  override readonly name = 'Retryable';
}

/** What became of a request to place an order. */
export type Answer =
  | { kind: 'confirmed' | 'undecided'; orderId: string; repeated: boolean }
  | { kind: 'refused'; orderId: string; repeated: boolean; code: string; detail: string };

/** Longer than the API ever holds a request (its deadline is 5 s): past this, nobody is there. */
const PATIENCE_MS = 30_000;

/** What fetch says of a request that never got an answer. */
const NetworkFailure = z.object({ cause: z.object({ code: z.string().optional(), message: z.string() }) });

/** The API as a checkout sees it. */
export class Shop {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** @throws Retryable, or ReplayError when asking again cannot help */
  async placeOrder(order: PlaceOrder, idempotencyKey: string): Promise<Answer> {
    const response = await this.#send('/v1/orders', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify(order),
    });
    const repeated = response.headers.get('idempotent-replayed') === 'true';
    const body = await json(response);
    if (response.status === 201 || response.status === 202) {
      const { id: orderId } = this.#expect(OrderView, body);
      return { kind: response.status === 201 ? 'confirmed' : 'undecided', orderId, repeated };
    }
    const problem = this.#problem(response, body);
    if (problem.orderId === undefined || problem.code === 'idempotency_in_progress') throw this.#failure(problem);
    return { kind: 'refused', orderId: problem.orderId, repeated, code: problem.code, detail: problem.detail };
  }

  /** @throws Retryable, ReplayError */
  async readOrder(orderId: string): Promise<OrderView> {
    return this.#expect(OrderView, await this.#get(`/v1/orders/${orderId}`));
  }

  /**
   * A page of the storefront's orders, newest first.
   * @throws Retryable, ReplayError
   */
  async listOrders(limit: number, cursor: string | null): Promise<z.infer<typeof OrderList>> {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) });
    return this.#expect(OrderList, await this.#get(`/v1/orders?${query.toString()}`));
  }

  async #get(path: string): Promise<unknown> {
    const response = await this.#send(path, {});
    const body = await json(response);
    if (!response.ok) throw this.#failure(this.#problem(response, body));
    return body;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${this.#key}`);
    try {
      return await fetch(`${this.#url}${path}`, { ...init, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      throw new Retryable(`${this.#url} cannot be reached (${reasonOf(error)})`);
    }
  }

  #problem(response: Response, body: unknown): Problem {
    const parsed = Problem.safeParse(body);
    if (parsed.success) return parsed.data;
    const detail = `${this.#url} answered ${response.status} without saying why`;
    // A proxy or a load balancer that speaks for a server which is away.
    if (response.status === 429 || response.status >= 500) throw new Retryable(detail);
    throw new ReplayError(`${detail}: is that Order Saga?`);
  }

  #failure({ status, code, detail, retryable }: Problem): Error {
    if (status === 401) return new ReplayError(`${this.#url} does not know the key (401 ${code}): give one by --key`);
    if (status === 403) return new ReplayError(`The key may not place orders (403 ${code}): ${detail}`);
    if (status === 429 || retryable) return new Retryable(`${status} ${code}: ${detail}`);
    return new ReplayError(`${this.#url} refuses the request (${status} ${code}): ${detail}`);
  }

  #expect<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new ReplayError(`${this.#url} does not answer as Order Saga does: ${z.prettifyError(parsed.error)}`);
  }
}

type Problem = z.infer<typeof Problem>;

function reasonOf(error: unknown): string {
  const { success, data } = NetworkFailure.safeParse(error);
  if (success) return data.cause.code ?? data.cause.message;
  return error instanceof Error ? error.message : String(error);
}

/** The body, or undefined when it is no JSON. */
async function json(response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw new Retryable(`the answer broke off (${reasonOf(error)})`);
  });
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
