import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findGoBuilt } from '../../embedded/tools.ts';

/** What `go install` builds, once for a machine: where from, and how long that takes. */
const TOOLS = {
  actionlint: { from: 'github.com/rhysd/actionlint/cmd', version: 'v1.7.12', takes: '30 seconds' },
  promtool: { from: 'github.com/prometheus/prometheus/cmd', version: 'v0.316.0', takes: '4 minutes' },
} as const;

/** Finds the tool in our cache, or builds it with Go. */
export async function findGoTool(name: keyof typeof TOOLS): Promise<string> {
  const { from, version, takes } = TOOLS[name];
  const tool = {
    module: `${from}/${name}@${version}`,
    binary: name,
    what: `${name} ${version} with Go (about ${takes}, once)`,
  };
  return await findGoBuilt(tool, `${name}-${version}`);
}

/** Finds the collector that is in our folder `collector`, built, in our cache, or builds it with Go. */
export async function findCollector(): Promise<string> {
  const folder = join(import.meta.dirname, 'collector');
  const files = await Promise.all(['main.go', 'go.mod', 'go.sum'].map((file) => readFile(join(folder, file))));
  const version = createHash('sha256').update(Buffer.concat(files)).digest('hex').slice(0, 12);
  const tool = {
    module: '.',
    folder,
    binary: 'collector',
    what: `AWS' collector of metrics with Go (about 5 minutes, once)`,
  };
  return await findGoBuilt(tool, `collector-${version}`);
}
