import { OrderSagaError } from '../domain/errors.ts';

/** What has been seen is no news after this: nobody has called since. */
const NEWS_MS = 60_000;

/** Which services outside did not answer this process when it last called them. Nobody is asked for it. */
export class Outside {
  readonly #away = new Map<string, number>();

  /**
   * The same port, with an eye on how its calls end. Its methods are asynchronous.
   * @param isAway of an error: that there was no answer. Another one is an answer, or ours.
   */
  watched<Port extends object>(name: string, port: Port, isAway: (error: unknown) => boolean): Port {
    return new Proxy(port, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          try {
            const result: unknown = await value.apply(target, args);
            this.#away.delete(name);
            return result;
          } catch (error) {
            if (isAway(error)) this.#away.set(name, Date.now());
            else if (error instanceof OrderSagaError) this.#away.delete(name);
            throw error;
          }
        };
      },
    });
  }

  away(): string[] {
    return [...this.#away].flatMap(([name, since]) => (Date.now() - since < NEWS_MS ? [name] : []));
  }
}
