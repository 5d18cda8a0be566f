import type { Broker } from '../support/brokers.ts';
import { deadLetters } from './conformance/dead-letters.ts';
import { handling } from './conformance/handling.ts';
import { publishing } from './conformance/publishing.ts';
import { stopping } from './conformance/stopping.ts';

/** What every adapter of the messages has to show, on a real broker. */
export function conformance(start: () => Promise<Broker>): void {
  publishing(start);
  handling(start);
  stopping(start);
  deadLetters(start);
}
