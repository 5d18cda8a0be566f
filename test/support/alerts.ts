import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const Alert = z.object({
  alert: z.string(),
  expr: z.string(),
  labels: z.object({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.object({ summary: z.string().min(1) }),
});
const Rules = z.object({ groups: z.array(z.object({ rules: z.array(Alert) })) });

/** What observability/alerts.yml says. */
export async function readAlerts(): Promise<z.infer<typeof Alert>[]> {
  const text = await readFile(new URL('../../observability/alerts.yml', import.meta.url), 'utf8');
  return Rules.parse(parse(text)).groups.flatMap(({ rules }) => rules);
}

/** The metrics that they are about: names with an underscore that are no label and no function. */
export async function metricsOfAlerts(): Promise<string[]> {
  const exprs = (await readAlerts()).map(({ expr }) =>
    expr.replaceAll(/\{[^}]*\}|by \([^)]*\)|histogram_quantile/g, ' '),
  );
  return [...new Set(exprs.flatMap((expr) => expr.match(/[a-z]+(?:_[a-z]+)+/g) ?? []))];
}
