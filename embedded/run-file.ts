import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const RunEntry = z.object({ name: z.string(), pid: z.int().min(1), port: z.int().min(0) });
const RunFile = z.object({ parts: z.array(RunEntry) });

/** One process of a running stack; the name of the process that started it all is `app`. */
export type RunEntry = z.infer<typeof RunEntry>;

const fileOf = (dataDir: string) => join(dataDir, 'run.json');

/** What `<dataDir>/run.json` lists; nothing when there is none, or when it cannot be made sense of. */
export function readRunFile(dataDir: string): RunEntry[] {
  try {
    return RunFile.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8'))).parts;
  } catch {
    return [];
  }
}

/** Adds a process, in place of an earlier one of that name. Synchronous: no two writes of one process can interleave. */
export function recordRun(dataDir: string, entry: RunEntry): void {
  const others = readRunFile(dataDir).filter(({ name }) => name !== entry.name);
  mkdirSync(dataDir, { recursive: true });
  // A rename is atomic: whoever reads sees the old list or the new one, also after a crash in between.
  const draft = `${fileOf(dataDir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ parts: [...others, entry] }, undefined, 2)}\n`);
  renameSync(draft, fileOf(dataDir));
}

/** Records this process as the one that runs the stack, with the port of its API. */
export function recordApp(dataDir: string, port: number): void {
  recordRun(dataDir, { name: 'app', pid: process.pid, port });
}

/** To be called when all is down: there is nothing left to end. */
export function removeRunFile(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}
