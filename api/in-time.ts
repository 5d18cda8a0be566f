import { OrderSagaError } from '../domain/errors.ts';

/**
 * A connection that is there and silent fails nothing: whoever asks is not to wait for it as long as it stays so. What was
 * begun goes on, and the same key finds it.
 * @throws OrderSagaError `dependency_unavailable` after `ms`
 */
export async function inTime<T>(ms: number, answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = () => reject(new OrderSagaError('dependency_unavailable', 'There was no answer in time'));
  const timer = setTimeout(late, ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
