import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import postgres from 'postgres';
import { z } from 'zod';
import type { Results } from './results.ts';
import type { PeerName, World } from './world/world.ts';

/** What a number cannot be read without: where it was measured, and of which versions. */

export function describeMachine(): Results['sessions'][number]['machine'] {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
  };
}

export async function describeVersions(world: World, peers: readonly PeerName[]): Promise<Record<string, string>> {
  return {
    Node: process.versions.node,
    Postgres: await postgresVersion(world.databaseUrl('ours')),
    'Temporal server': await temporalVersion(world.temporalAddress),
    ...packagesOf('.', ['@temporalio/worker', 'postgres', 'express']),
    ...Object.assign({}, ...peers.map((peer) => packagesOf(join('bench', 'peers', peer)))),
  };
}

async function postgresVersion(url: string): Promise<string> {
  const sql = postgres(url, { max: 1 });
  try {
    const [row] = z.tuple([z.object({ server_version: z.string() })]).parse([...(await sql`show server_version`)]);
    return row.server_version;
  } finally {
    await sql.end();
  }
}

async function temporalVersion(address: string): Promise<string> {
  const connection = await Connection.connect({ address });
  try {
    return (await connection.workflowService.getSystemInfo({})).serverVersion;
  } finally {
    await connection.close();
  }
}

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

/** All dependencies of a folder, or some. */
function packagesOf(folder: string, only?: readonly string[]): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(join(import.meta.dirname, '..', folder, 'package.json'), 'utf8');
  } catch {
    return {};
  }
  const { dependencies } = Manifest.parse(JSON.parse(text));
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => only?.includes(name) ?? true));
}
