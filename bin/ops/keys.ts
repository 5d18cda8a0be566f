import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { name } from '../../contracts/text.ts';
import { type Role, ROLES, type Scope, SCOPE_NAMES, scopesOf } from '../../contracts/roles.ts';
import { type ApiKey, createKey, listKeys, revokeKey, rotateKey } from '../../db/api-keys.ts';
import { STOREFRONT_NAMES, type Storefront } from '../../domain/storefronts.ts';
import { parsedBy } from './argument.ts';
import { onDatabase } from './reach.ts';
import { jsonText, print, table } from './text.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

interface Wanted {
  name: string;
  role: Role;
  storefront?: Storefront;
  scopes?: Scope[];
  expiresInDays?: number;
}

/** `npm run ops -- keys create|list|rotate|revoke`: who may call the API. */
export function keysCommand(): Command {
  const keys = new Command('keys').description(
    'API keys: made, shown without their secret, followed by another, revoked',
  );
  keys
    .command('create')
    .description('Make a key. It is printed once, and kept as its digest alone')
    .addOption(
      new Option('--name <name>', 'who will call with it').argParser(parsedBy(name(100))).makeOptionMandatory(),
    )
    .addOption(new Option('--role <role>').choices(ROLES).makeOptionMandatory())
    .addOption(
      new Option('--storefront <storefront>', 'all of them without; a checkout has one').choices(STOREFRONT_NAMES),
    )
    .addOption(new Option('--scopes <scopes...>', 'less than the role has').choices(SCOPE_NAMES))
    .addOption(lifetime())
    .action(async ({ name: who, role, storefront, scopes, expiresInDays }: Wanted) => {
      if (role === 'checkout' && storefront === undefined) throw new Error('A checkout needs a --storefront');
      const its = scopesOf(role);
      const more = scopes?.filter((scope) => !its.includes(scope)) ?? [];
      if (more.length > 0) throw new Error(`The role ${role} has no ${more.join(', ')}; it has ${its.join(', ')}`);
      const expiresAt = endOf(expiresInDays);
      const wanted = { name: who, role, scopes: scopes ?? null, storefront: storefront ?? null, expiresAt };
      print((await onDatabase(({ db }) => createKey(db, wanted))).key);
    });
  keys
    .command('list')
    .description('Say which keys there are')
    .option('--json', 'for machines')
    .action(async ({ json }: { json?: true }) => {
      const rows = await onDatabase(({ db }) => listKeys(db));
      if (json) print(jsonText(rows.map(({ digest: _digest, ...row }) => row)));
      else print(rows.length === 0 ? 'no keys' : keyTable(rows));
    });
  keys
    .command('rotate')
    .description('Make the successor of a key: the old one goes on for a while')
    .addArgument(prefixArgument())
    .addOption(new Option('--overlap-hours <hours>', 'how long both work').argParser(positive).default(24))
    .addOption(lifetime())
    .action(
      async (prefix: string, { overlapHours, expiresInDays }: { overlapHours: number; expiresInDays?: number }) => {
        const ends = { until: new Date(Date.now() + overlapHours * HOUR_MS), expiresAt: endOf(expiresInDays) };
        const made = await onDatabase(({ db }) => rotateKey(db, prefix, ends));
        if (!made) throw new Error(`There is no key ${prefix} that works`);
        print(made.key);
      },
    );
  keys
    .command('revoke')
    .description('From now on nobody gets in with it')
    .addArgument(prefixArgument())
    .action(async (prefix: string) => {
      const row = await onDatabase(({ db }) => revokeKey(db, prefix));
      if (!row) throw new Error(`There is no key ${prefix}`);
      print(`key ${prefix} of ${row.name} is revoked`);
    });
  return keys;
}

function lifetime(): Option {
  return new Option('--expires-in-days <days>', 'how long it works').argParser(positive);
}

function endOf(days: number | undefined): Date | null {
  return days === undefined ? null : new Date(Date.now() + days * DAY_MS);
}

/** The part of a key that `list` shows; the whole key will do. */
function prefixArgument(): Argument {
  return new Argument('<prefix>', 'as `list` shows it').argParser((text: string) => {
    const prefix = /^(?:osk_)?([0-9a-f]{12})(?:_|$)/.exec(text)?.[1];
    if (prefix === undefined) throw new InvalidArgumentError('Twelve hexadecimal digits, as `list` shows them.');
    return prefix;
  });
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 36_500)) throw new InvalidArgumentError('A number above 0 and up to 36500.');
  return number;
}

function keyTable(rows: readonly ApiKey[]): string {
  return table(
    ['prefix', 'name', 'role', 'storefront', 'scopes', 'created', 'state'],
    rows.map((row) => [
      row.prefix,
      row.name,
      row.role,
      row.storefront ?? 'all',
      row.scopes?.join(' ') ?? 'all of its role',
      row.createdAt.toISOString().slice(0, 10),
      stateOf(row, new Date()),
    ]),
  );
}

function stateOf({ revokedAt, expiresAt }: ApiKey, now: Date): string {
  if (revokedAt) return `revoked ${revokedAt.toISOString()}`;
  if (!expiresAt) return 'works';
  return `${expiresAt <= now ? 'expired' : 'works until'} ${expiresAt.toISOString()}`;
}
