import { Command } from 'commander';
import { databaseCause } from '../db/errors.ts';
import { COMMANDS } from './ops/commands.ts';
import { plain } from './ops/text.ts';

const program = new Command('ops').description(
  'What operators do outside the API. DATABASE_URL and TEMPORAL_ADDRESS say where; without them, what `npm start` runs here.',
);

for (const command of COMMANDS) program.addCommand(command());

try {
  await program.parseAsync();
} catch (error) {
  const cause = databaseCause(error);
  process.stderr.write(`${plain(cause instanceof Error ? cause.message : String(cause))}\n`);
  process.exitCode = 1;
}
