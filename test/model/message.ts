import { OrderSagaError } from '../../domain/errors.ts';
import type { World } from '../support/world.ts';
import { type Answer, type ModelOrder, Refused, type Shop, theOrderOf } from './shop.ts';

/** Something that is said to the shop, and to the model of it. */
export interface Message {
  text: string;
  /** Which order it is about; null for the stock. */
  order: string | null;
  say: (world: World) => Promise<Answer>;
  /** What should come of it: changes the shop that it is given. */
  act: (shop: Shop) => Answer;
  /** It takes several transactions: what is said meanwhile may overtake it, and then it is refused. */
  isSaga?: boolean;
  /** Where somebody else has canceled all of the order meanwhile, it is as wished. */
  cancels?: boolean;
}

/** The answer as the model has it: refusals by their code, anything else is no answer. */
export async function answerOf(saying: Promise<Answer>): Promise<Answer> {
  try {
    return await saying;
  } catch (error) {
    if (error instanceof OrderSagaError) return { refused: error.code };
    throw error;
  }
}

/** A refusal changes nothing; what has had its effect has none again. */
export function acting(
  orderId: string,
  id: string | null,
  rule: (order: ModelOrder, shop: Shop) => void,
  repeat: (order: ModelOrder) => void = () => undefined,
): Message['act'] {
  return (shop) => {
    const order = theOrderOf(shop, orderId);
    if (id !== null && shop.known.includes(id)) {
      repeat(order);
      return 'done';
    }
    try {
      rule(order, shop);
    } catch (error) {
      if (error instanceof Refused) return { refused: error.code };
      throw error;
    }
    if (id !== null) shop.known.push(id);
    return 'done';
  };
}

export function sameAnswer(expected: Answer, got: Answer): boolean {
  if (typeof expected === 'object') return typeof got === 'object' && got.refused === expected.refused;
  return got === expected;
}
