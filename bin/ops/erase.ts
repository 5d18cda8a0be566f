import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { name } from '../../contracts/text.ts';
import type { Person } from '../../db/erasing.ts';
import { s3Claims } from '../../messaging/s3-claims.ts';
import { claimPlace, s3Client } from '../aws.ts';
import { erasePerson, provenErasures } from '../erasing.ts';
import { orderWorkflows } from '../order-workflows.ts';
import type { Runtime } from '../runtime.ts';
import { parsedBy } from './argument.ts';
import { onRuntime } from './reach.ts';
import { jsonText, print } from './text.ts';

interface Wanted {
  customer?: string;
  email?: string;
  by: string;
  prove?: true;
}

/** `npm run ops -- erase`: a person who asks for it (GDPR, article 17) is taken out of all that the house keeps. */
export function eraseCommand(): Command {
  return new Command('erase')
    .description(
      'Take a person out of everything, for ever: orders that are over, and all that refers to them. Refused while one is under way',
    )
    .addOption(new Option('--customer <id>', 'a customer').argParser(parsedBy(name(255))).conflicts('email'))
    .addOption(new Option('--email <address>', 'whoever ordered with it, guests too').argParser(parsedBy(z.email())))
    .addOption(
      new Option('--by <name>', 'who does it: stays in the record')
        .argParser(parsedBy(name(100)))
        .default(userInfo().username),
    )
    .option('--prove', 'erase nothing: show the records of it')
    .action(async ({ by, prove, ...wanted }: Wanted) => {
      const person = personOf(wanted);
      await onRuntime(async (runtime) => {
        if (prove) {
          print(jsonText(await provenErasures(runtime.database.db, runtime.vault.ring, person)));
          return;
        }
        const counts = await erasing(runtime, person, by);
        print(counts === null ? 'nothing is known of this person' : jsonText(counts));
      });
    });
}

async function erasing(runtime: Runtime, person: Person, by: string) {
  const { database, client, messaging, vault, settings } = runtime;
  const s3 = s3Client(settings);
  try {
    const deps = {
      db: database.db,
      client,
      workflows: orderWorkflows(client),
      deadLetters: messaging.deadLetters,
      claims: s3Claims(s3, claimPlace(settings)),
      ...vault,
    };
    return await erasePerson(deps, person, by);
  } finally {
    s3.destroy();
  }
}

function personOf({ customer, email }: Pick<Wanted, 'customer' | 'email'>): Person {
  if (customer !== undefined) return { customerId: customer };
  if (email !== undefined) return { email };
  throw new Error('Whom? --customer or --email');
}
