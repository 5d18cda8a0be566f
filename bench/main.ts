import { Command, InvalidArgumentError } from 'commander';
import { type AnswerOptions, benchAnswer } from './answer.ts';

/** `npm run bench -- <what>`. */
const program = new Command('bench').description('Measurements on the embedded stack; bench/README.md says how.');

program
  .command('answer')
  .description('The synchronous answer, one order at a time, beside the same saga written naively')
  .option('--pairs <n>', 'blocks of each', parseCount, 10)
  .option('--block <n>', 'orders in a block', parseCount, 30)
  .option('--warm-up <n>', 'orders of each before anything is counted', parseCount, 60)
  .option('--unthrottled', "lift Temporal's limit of 20 looks a second into each of its own queues")
  .action((options: AnswerOptions) => benchAnswer(options));

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function parseCount(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1) throw new InvalidArgumentError('a whole number from 1.');
  return number;
}
