/**
 * Records the histories that test/workflow/replay.test.ts replays, by hand:
 *
 *   node test/support/workflow-record-histories.ts            those that are missing
 *   node test/support/workflow-record-histories.ts --all      all of them, anew
 *
 * A recorded history stands for the workflows that run in production: workflow code that cannot replay it needs
 * `patched()`. Recorded anew with `--all` it proves nothing about them, so do that only while nothing runs anywhere, and
 * after a guarded change add a history under a new name instead.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { HISTORIES } from './workflow-histories.ts';
import { startWorld } from './world.ts';

const folder = join(import.meta.dirname, '..', 'histories');
const all = process.argv.includes('--all');
const world = await startWorld({ plain: true });
try {
  for (const [name, make] of Object.entries(HISTORIES)) {
    const file = join(folder, `${name}.json`);
    if (!all && existsSync(file)) continue;
    const history = await world.client.workflow.getHandle(await make(world)).fetchHistory();
    await writeFile(file, `${historyToJSON(history)}\n`);
    process.stdout.write(`${name}: ${history.events?.length ?? 0} events\n`);
  }
} finally {
  await world.stop();
}
