import { Option } from 'commander';
import { text } from '../../contracts/text.ts';
import { parsedBy } from './argument.ts';

const Reason = text(500).refine((words) => words.trim() !== '', 'must say something');

/** `--reason <words>`: what an operator says stays with the order. */
export function reasonOption(): Option {
  return new Option('--reason <words>', 'stays with the order').argParser(parsedBy(Reason));
}
