import { join } from 'node:path';
import { execa } from 'execa';

/** What operators' own commands find wrong: each fails when something differs, and says what. */
export async function opsViolations(databaseUrl: string): Promise<string[]> {
  const said = await Promise.all([ops(databaseUrl, 'rebuild'), ops(databaseUrl, 'analytics', 'check')]);
  return said.flat();
}

async function ops(databaseUrl: string, ...args: string[]): Promise<string[]> {
  const script = join(import.meta.dirname, '..', '..', 'bin', 'ops.ts');
  const env = { DATABASE_URL: databaseUrl };
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script, ...args], { env, reject: false });
  return exitCode === 0 ? [] : [`ops ${args.join(' ')}: ${(stdout || stderr).split('\n').slice(-10).join('; ')}`];
}
