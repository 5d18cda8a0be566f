import { writeFile } from 'node:fs/promises';
import { dashboard } from '../observability/dashboard.ts';

/** `npm run docs:dashboard`: observability/dashboard.json, for Grafana to import. */
await writeFile(
  new URL('../observability/dashboard.json', import.meta.url),
  `${JSON.stringify(dashboard(), null, 2)}\n`,
);
