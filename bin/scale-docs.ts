import { writeFile } from 'node:fs/promises';
import { scalePage } from '../bench/scale/page.ts';

/** `npm run docs:scale`: docs/operations/scale.md, of what the bench has measured. */
await writeFile(new URL('../docs/operations/scale.md', import.meta.url), await scalePage());
