import { z } from 'zod';

/**
 * A word out of a list that will grow. Readers must take words that they do not know: that one is added breaks no
 * promise. `x-extensible-enum` tells those known today.
 */
export function openWord(known: readonly string[], description: string) {
  return z.string().meta({ description: `${description}. More will come`, 'x-extensible-enum': [...known] });
}
