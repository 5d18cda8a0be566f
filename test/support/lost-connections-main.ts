import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { connect } from '../../db/client.ts';
import { databaseCause, isUnreachable } from '../../db/errors.ts';
import { lineTo } from './cut-line.ts';

/**
 * `node lost-connections-main.ts <database url>`: asks through a small pool, alone and in transactions, while its connections are
 * closed and reset a hundred times; says how that went. A process of its own, as what nobody hears fail ends it.
 */
const [given] = z.tuple([z.url()]).parse(process.argv.slice(2));
const url = new URL(given);
const line = await lineTo(url.host);
url.host = line.address;
const database = connect(url.href, { max: 3 });

const TIMES = 100;
const counts = { answered: 0, failed: 0, wrong: 0 };
let asked = 0;
const over = new AbortController();

async function alone(): Promise<boolean> {
  const n = ++asked;
  const [row] = await database.db.execute(sql`select ${n}::integer as n`);
  return row?.['n'] === n;
}

async function together(): Promise<boolean> {
  const numbers = [++asked, ++asked, ++asked];
  return await database.db.transaction(async (tx) => {
    const [first] = await tx.execute(sql`select pg_current_xact_id()::text as id`);
    const rows = await Promise.all(
      numbers.map((n) => tx.execute(sql`select ${n}::integer as n, pg_current_xact_id()::text as id`)),
    );
    return rows.every(([row], index) => row?.['n'] === numbers[index] && row?.['id'] === first?.['id']);
  });
}

async function again(ask: () => Promise<boolean>): Promise<void> {
  while (!over.signal.aborted) {
    try {
      counts[(await ask()) ? 'answered' : 'wrong'] += 1;
    } catch (error) {
      if (!isUnreachable(error)) throw databaseCause(error);
      counts.failed += 1;
    }
    await sleep(Math.random() * 2);
  }
}

const asking = [alone, alone, alone, alone, alone, alone, together, together, together].map(again);
for (let n = 0; n < TIMES; n += 1) {
  await sleep(10 + Math.random() * 50);
  if (n % 2 === 0) {
    line.cut();
    line.mend();
  } else line.reset();
}
over.abort();
await Promise.all(asking);
await database.close();
await line.close();
process.stdout.write(`${counts.answered} answered, ${counts.failed} failed, ${counts.wrong} wrong\n`);
