import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DOCUMENTED } from '../../contracts/signed-operations.ts';

const Line = z.object({
  req: z.object({ method: z.string(), path: z.string() }),
  res: z.object({ statusCode: z.int() }),
});

/** How often each operation succeeded, by the API's own log. */
export async function successes(log: string): Promise<Map<string, number>> {
  const counts = new Map(Object.keys(DOCUMENTED).map((name) => [name, 0]));
  for (const text of (await readFile(log, 'utf8')).split('\n')) {
    const line = text === '' ? undefined : Line.safeParse(JSON.parse(text)).data;
    const name = line && line.res.statusCode < 300 ? operationOf(line.req.method, line.req.path) : undefined;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** `/v1/orders/export` is no order. */
function operationOf(method: string, path: string): string | undefined {
  return Object.entries(DOCUMENTED)
    .filter((entry) => entry[1].method.toUpperCase() === method)
    .map(([name, operation]) => ({ name, pattern: operation.path.replaceAll(/:\w+/g, '[^/]+') }))
    .find(({ pattern }) => new RegExp(`^${pattern}$`).test(path))?.name;
}
