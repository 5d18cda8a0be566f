import { InvalidArgumentError, Option } from 'commander';
import { text } from '../../contracts/text.ts';

const Reason = text(500).refine((words) => words.trim() !== '', 'must say something');

/** `--reason <words>`: what an operator says stays with the order. */
export function reasonOption(): Option {
  return new Option('--reason <words>', 'stays with the order').argParser((words: string) => {
    const { success, data, error } = Reason.safeParse(words);
    if (!success) throw new InvalidArgumentError(`It ${error.issues.map(({ message }) => message).join(', ')}.`);
    return data;
  });
}
