import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from './stack.ts';
import { temporalOf } from './stack-temporal.ts';

/** What the house says of itself, apart from its answers: nothing of it may be personal, or secret. */

/** Each process' log, and what `npm start` wrote to its terminal. */
export async function logsOf({ dataDir, app }: Stack): Promise<Map<string, string>> {
  const folder = join(dataDir, 'logs');
  const files = await readdir(folder);
  const logs = await Promise.all(
    files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const),
  );
  return new Map([...logs, ['standard output', app.stdout()], ['standard error', app.stderr()]]);
}

/** What Temporal shows of each workflow to whoever lists them; summaries as those see them who have the keys. */
export async function workflowsShown(stack: Stack): Promise<Map<string, string>> {
  const temporal = await temporalOf(stack);
  const { client } = temporal;
  const shown = new Map<string, string>();
  for await (const { workflowId, runId } of client.workflow.list()) {
    const about = await client.workflow.getHandle(workflowId, runId).describe();
    const { indexedFields } = about.raw.workflowExecutionInfo?.searchAttributes ?? {};
    const attributes = Object.entries(indexedFields ?? {}).map(([name, { data }]) => [name, String(data)]);
    const { type, memo } = about;
    const texts = [await about.staticSummary(), await about.staticDetails()];
    shown.set(`${workflowId} ${runId}`, JSON.stringify({ workflowId, type, memo, attributes, texts }));
  }
  await temporal.close();
  return shown;
}
