import type { Activities } from '../activities/index.ts';
import type { Checkout } from '../domain/gateway.ts';
import { withSpan } from '../telemetry/spans.ts';

type Placing = Pick<Activities, 'placeAtOnce'>;

interface Ahead {
  attempt: ReturnType<Placing['placeAtOnce']>;
  /** Resolves when the activity takes the attempt on, or nobody will. */
  caughtUp: PromiseWithResolvers<void>;
}

/** Temporal gives a task that is not answered to somebody else by then: nobody comes for the attempt any more. */
const TASK_TIMEOUT_MS = 10_000;

/**
 * Orders that this process starts eagerly are placed as soon as Temporal has them. Their workflow asks for the same some
 * milliseconds later, once it has been set up, and its local activity takes on the attempt that is under way. As after any
 * crash, an attempt that gets lost is made again by the activity, and one made twice changes nothing.
 */
export class HeadStart {
  readonly #ahead = new Map<string, Ahead>();
  #activities: Placing | undefined;

  /** The activities of the worker that shares this process, as that worker has to run them. */
  joined<T extends Placing>(activities: T): T {
    this.#activities = activities;
    const placeAtOnce: Placing['placeAtOnce'] = async (orderId, ...rest) =>
      await (this.#take(orderId) ?? activities.placeAtOnce(orderId, ...rest));
    return { ...activities, placeAtOnce };
  }

  /** For an order whose workflow has been started here. */
  begin(checkout: Checkout): void {
    const { id, customerId } = checkout.order;
    const activities = this.#activities;
    if (!activities) return;
    const attempt = withSpan(
      'HeadStart:placeAtOnce',
      {},
      async () => await activities.placeAtOnce(id, checkout, customerId),
    );
    // Whoever joins it hears of it.
    attempt.catch(() => undefined);
    this.#ahead.set(id, { attempt, caughtUp: Promise.withResolvers() });
    setTimeout(() => void this.#take(id), TASK_TIMEOUT_MS).unref();
  }

  /** Resolves when the order's workflow is as far as its order; at once where nothing has been begun ahead of it. */
  async caughtUp(orderId: string): Promise<void> {
    await this.#ahead.get(orderId)?.caughtUp.promise;
  }

  #take(orderId: string): Ahead['attempt'] | undefined {
    const ahead = this.#ahead.get(orderId);
    this.#ahead.delete(orderId);
    ahead?.caughtUp.resolve();
    return ahead?.attempt;
  }
}
