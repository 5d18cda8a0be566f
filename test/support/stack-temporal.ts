import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { pino } from 'pino';
import { readSettings } from '../../bin/settings.ts';
import { openVault, type Vault } from '../../bin/vault.ts';
import type { Stack } from './stack.ts';
import { databaseOf } from './stack-ops.ts';

/** Temporal as the house has it, with the house's keys, and nothing that is not encrypted. */
export interface TemporalOfStack {
  client: Client;
  vault: Vault;
  close(): Promise<void>;
}

export async function temporalOf(stack: Stack): Promise<TemporalOfStack> {
  const database = databaseOf(stack);
  if (!database) throw new Error('there is no database');
  const settings = readSettings({ DATA_DIR: stack.dataDir });
  const vault = await openVault(settings, database.db, pino({ level: 'silent' }));
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection, dataConverter: vault.dataConverter });
  return { client, vault, close: async () => void (await Promise.all([connection.close(), database.close()])) };
}

/** A history as the server has it: every byte of it as a letter, whatever it is part of. */
export function rawText(message: unknown): string {
  const parts: string[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof Uint8Array) parts.push(Buffer.from(value).toString('latin1'));
    else if (typeof value === 'string') parts.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const [name, part] of Object.entries(value)) {
        parts.push(name);
        walk(part);
      }
  };
  walk(message);
  return parts.join('\n');
}

/** What the codec passes over: for lists, and for traces. None of it is personal. */
const APART = ['searchAttributes', 'header'];

/** Every other payload in it. */
export function payloadsIn(message: unknown): Payload[] {
  if (typeof message !== 'object' || message === null || message instanceof Uint8Array) return [];
  if ('metadata' in message && 'data' in message) return [message as Payload];
  return Object.entries(message).flatMap(([name, part]) => (APART.includes(name) ? [] : payloadsIn(part)));
}

/** What every workflow's history holds, by its id and run. */
export async function rawHistories({ client }: Pick<TemporalOfStack, 'client'>): Promise<Map<string, unknown>> {
  const histories = new Map<string, unknown>();
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const [{ raw }, history] = [await handle.describe(), await handle.fetchHistory()];
    histories.set(`${workflowId} ${runId}`, [raw, history.events]);
  }
  return histories;
}
