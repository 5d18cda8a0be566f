import { join } from 'node:path';
import type { InlineConfig } from 'vite';

/** Where the API finds the built page: api/console.ts. */
export const CONSOLE_FOLDER = join(import.meta.dirname, 'dist');

/** Nothing is inlined: the page's policy lets no inline script or style pass. */
const CONFIG: InlineConfig = {
  root: import.meta.dirname,
  base: '/console/',
  configFile: false,
  logLevel: 'error',
  build: { outDir: CONSOLE_FOLDER, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
};

/** `npm run prepare`, which `npm ci` runs: without the packages of development there is nothing to build with. */
if (import.meta.main) {
  const vite = await import('vite').catch((error: unknown) => {
    if (Object(error).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  });
  if (vite) await vite.build(CONFIG);
  else process.stderr.write('the console is not built: vite is not installed\n');
}
