import { Argument, Command } from 'commander';
import type { DeadLetter, DeadLetters } from '../../messaging/port.ts';
import { QUEUE_NAMES, type QueueName } from '../../messaging/topology.ts';
import { createLog } from '../log.ts';
import { openMessaging } from '../messaging.ts';
import { reaching } from '../settings.ts';
import { opsSettings } from './reach.ts';
import { describeLetter, letterInFull, lettersTable } from './dead-letter-view.ts';

/** `npm run ops -- dlq list|show|redrive|drop`: what no service could handle. */
export function dlqCommand(): Command {
  const dlq = new Command('dlq').description('Dead letters: what a service could not handle, or a topic not deliver');
  dlq
    .command('list')
    .description('Say which there are, of one queue or of all, oldest first; none is taken away')
    .addArgument(queueArgument('[queue]'))
    .option('--json', 'for machines')
    .action(async (queue: QueueName | undefined, { json }: { json?: true }) => {
      const letters = await onDeadLetters((dead) => listAll(dead, queue));
      if (json) print(JSON.stringify(letters.map((letter) => describeLetter(letter))));
      else print(letters.length === 0 ? 'no dead letters' : lettersTable(letters));
    });
  dlq
    .command('show')
    .description('Say everything of one, with its body')
    .addArgument(queueArgument('<queue>'))
    .argument('<id>')
    .action(async (queue: QueueName, id: string) => {
      for (const letter of await pick(queue, [id])) print(letterInFull(letter));
    });
  dlq
    .command('redrive')
    .description('Put them back into their queue, and into no other; the service knows what it has handled before')
    .addArgument(queueArgument('<queue>'))
    .argument('[id...]')
    .option('--all', 'all of the queue')
    .action(async (queue: QueueName, ids: string[], { all }: { all?: true }) => {
      const chosen = choice(ids, all);
      if (chosen !== 'all') await pick(queue, chosen);
      const count = await onDeadLetters((dead) => dead.redrive(queue, chosen === 'all' ? undefined : chosen));
      print(`${count} back in ${queue}`);
    });
  dlq
    .command('drop')
    .description('Throw them away, and say which they were')
    .addArgument(queueArgument('<queue>'))
    .argument('[id...]')
    .option('--all', 'all of the queue')
    .action(async (queue: QueueName, ids: string[], { all }: { all?: true }) => {
      const letters = await pick(queue, choice(ids, all));
      // By their ids also where it is all of them: nothing goes that is not named here.
      const count = await onDeadLetters((dead) =>
        dead.drop(
          queue,
          letters.map(({ id }) => id),
        ),
      );
      if (letters.length > 0) print(lettersTable(letters));
      print(`${count} dropped`);
    });
  return dlq;
}

function queueArgument(name: string): Argument {
  return new Argument(name, QUEUE_NAMES.join(', ')).choices(QUEUE_NAMES);
}

function choice(ids: readonly string[], all = false): readonly string[] | 'all' {
  if (all === ids.length > 0) throw new Error('name ids, or say --all');
  return all ? 'all' : ids;
}

/** @throws Error that names the ids which are not there */
async function pick(queue: QueueName, ids: readonly string[] | 'all'): Promise<DeadLetter[]> {
  const letters = await onDeadLetters((dead) => dead.list(queue));
  if (ids === 'all') return letters;
  const unknown = ids.filter((id) => !letters.some((letter) => letter.id === id));
  if (unknown.length > 0) throw new Error(`${queue} has no dead letter ${unknown.join(', ')}`);
  return letters.filter(({ id }) => ids.includes(id));
}

async function listAll(dead: DeadLetters, queue?: QueueName): Promise<DeadLetter[]> {
  const lists = await Promise.all((queue ? [queue] : QUEUE_NAMES).map((name) => dead.list(name)));
  return lists.flat().toSorted((a, b) => a.time.localeCompare(b.time));
}

async function onDeadLetters<T>(work: (dead: DeadLetters) => Promise<T>): Promise<T> {
  const settings = opsSettings();
  const { messaging, ...transport } = await openMessaging(settings, createLog(settings.LOG_LEVEL));
  const address = settings.MESSAGING === 'nats' ? 'NATS_URL' : 'AWS_ENDPOINT_URL';
  try {
    return await reaching(address, () => work(messaging.deadLetters));
  } finally {
    await transport.close();
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
