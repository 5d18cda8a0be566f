import { z } from 'zod';
import { type OrderSagaClient, orderSagaClient, type Schemas } from '../../client/index.ts';
import { OrderList, OrderView, Problem } from '../../contracts/http.ts';
import { jsonOf } from '../../messaging/json.ts';
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
  readonly #client: OrderSagaClient;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#client = orderSagaClient(key, { baseUrl: url, fetch: (request) => this.#send(request) });
  }

  /** @throws Retryable, or ReplayError when asking again cannot help */
  async placeOrder(body: Schemas['PlaceOrder'], idempotencyKey: string): Promise<Answer> {
    const params = { header: { 'Idempotency-Key': idempotencyKey } };
    const asked = this.#client.POST('/v1/orders', { params, body, parseAs: 'text' });
    const { response, answer } = await read(asked);
    const repeated = response.headers.get('idempotent-replayed') === 'true';
    if (response.status === 201 || response.status === 202) {
      const { id: orderId } = this.#expect(OrderView, answer);
      return { kind: response.status === 201 ? 'confirmed' : 'undecided', orderId, repeated };
    }
    const problem = this.#problem(response, answer);
    if (problem.orderId === undefined || problem.code === 'idempotency_in_progress') throw this.#failure(problem);
    return { kind: 'refused', orderId: problem.orderId, repeated, code: problem.code, detail: problem.detail };
  }

  /** @throws Retryable, ReplayError */
  async readOrder(orderId: string): Promise<OrderView> {
    const params = { path: { id: orderId } };
    return this.#expect(OrderView, await this.#good(this.#client.GET('/v1/orders/{id}', { params, parseAs: 'text' })));
  }

  /**
   * A page of the storefront's orders, newest first.
   * @throws Retryable, ReplayError
   */
  async listOrders(limit: number, cursor: string | null): Promise<z.infer<typeof OrderList>> {
    const params = { query: { limit, ...(cursor === null ? {} : { cursor }) } };
    return this.#expect(OrderList, await this.#good(this.#client.GET('/v1/orders', { params, parseAs: 'text' })));
  }

  async #good(asked: Promise<Asked>): Promise<unknown> {
    const { response, answer } = await read(asked);
    if (!response.ok) throw this.#failure(this.#problem(response, answer));
    return answer;
  }

  async #send(request: Request): Promise<Response> {
    try {
      return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
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

interface Asked {
  response: Response;
  data?: string;
  error?: unknown;
}

/** The body as it is: what it should be is not taken on trust. Undefined where it is no JSON. */
async function read(asked: Promise<Asked>): Promise<{ response: Response; answer: unknown }> {
  const { response, data, error } = await asked.catch((thrown: unknown) => {
    throw thrown instanceof Retryable ? thrown : new Retryable(`the answer broke off (${reasonOf(thrown)})`);
  });
  return { response, answer: data === undefined ? error : jsonOf(data) };
}
