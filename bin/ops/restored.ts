import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { z } from 'zod';
import { newerElsewhere } from '../../activities/newer-elsewhere.ts';
import { ORDER_EVENT_TYPES } from '../../contracts/events.ts';
import type { Heard } from '../../domain/newer.ts';
import { laterWorkflows } from '../later-workflows.ts';
import { comparingDeps } from '../runtime.ts';
import { parsedBy } from './argument.ts';
import { onRuntime } from './reach.ts';
import { jsonText, print, table } from './text.ts';

const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** What of an event's envelope says how far an order had come. */
const HeardEvent = z.object({ subject: z.string(), sequence: z.int().min(1), type: z.string() });

const ofOrders = new Set<string>(ORDER_EVENT_TYPES);

interface Options {
  to: Date;
  heard?: string;
  mend?: true;
  json?: true;
}

/** `npm run ops -- restored --to TIME`: after the database was restored, and before anything else runs. */
export function restoredCommand(): Command {
  return new Command('restored')
    .description(
      'After a restore, with API, workers and consumers stopped: what Temporal, the payment service and those who heard the events have that the database has not; exit 1 where there is any',
    )
    .requiredOption('--to <time>', 'the moment that the database was restored to (RFC 3339)', parsedBy(Moment))
    .option('--heard <file>', 'events as somebody kept them, a CloudEvent a line')
    .option('--mend', 'have each of these orders go on from the database, and give back what is held for none')
    .option('--json', 'for machines')
    .action(async ({ to, heard: file, mend, json }: Options) => {
      const heard = file === undefined ? [] : await heardIn(file);
      await onRuntime(async (runtime) => {
        const deps = { ...comparingDeps(runtime), workflows: laterWorkflows(runtime.client) };
        const restored = newerElsewhere(deps, to);
        if (mend) {
          const mended = await restored.mend(heard);
          const rows = mended.map(({ orderId, done }) => [orderId, done]);
          print(json ? jsonText(mended) : table(['order', 'done'], rows));
          return;
        }
        const found = await restored.compare(heard);
        if (json) print(jsonText(found));
        else {
          const rows = found.map(({ orderId, place, status, detail }) => [orderId, place, status, detail]);
          if (rows.length > 0) print(table(['order', 'newer in', 'here', 'detail'], rows));
          print(`orders that are newer elsewhere: ${new Set(found.map(({ orderId }) => orderId)).size}`);
        }
        if (found.length > 0) process.exitCode = 1;
      });
    });
}

/** @throws Error that names the line which is no event */
async function heardIn(file: string): Promise<Heard[]> {
  const heard: Heard[] = [];
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === '') continue;
    const { success, data } = HeardEvent.safeParse(parsed(text));
    if (!success) throw new Error(`${file}, line ${number}: no event`);
    // Others on the same topic are of a SKU, or of a difference.
    if (ofOrders.has(data.type)) heard.push({ orderId: data.subject, sequence: data.sequence, type: data.type });
  }
  return heard;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
