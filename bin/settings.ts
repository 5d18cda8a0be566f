import { resolve } from 'node:path';
import { databaseCause } from '../db/errors.ts';
import { Settings } from '../contracts/env.ts';

export type { Settings };

/**
 * The settings from the environment; an empty variable counts as unset.
 * @throws Error with one line that names each wrong setting
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { success, data, error } = Settings.safeParse(given);
  if (!success) {
    throw new Error(error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  return { ...data, DATA_DIR: resolve(data.DATA_DIR) };
}

/**
 * Runs what needs the server at that setting.
 * @throws Error that names the setting and what went wrong
 */
export async function reaching<T>(setting: keyof Settings, reach: () => Promise<T>): Promise<T> {
  try {
    return await reach();
  } catch (error) {
    const cause = databaseCause(error);
    const why = (cause instanceof Error && cause.message) || String(cause);
    throw new Error(`${setting}: ${why.split('\n')[0]}`, { cause: error });
  }
}

/** The API, as its own machine reaches it. */
export function localUrl({ HTTPS, PORT }: Settings): string {
  return `${HTTPS === 'off' ? 'http' : 'https'}://127.0.0.1:${PORT}`;
}

/** The settings of the development world: what of the outside is not named is simulated. */
export function onSimulators(settings: Settings): Settings {
  const simulators = `http://127.0.0.1:${settings.SIMULATOR_PORT}`;
  return {
    ...settings,
    CUSTOMERS_URL: settings.CUSTOMERS_URL ?? simulators,
    FRAUD_URL: settings.FRAUD_URL ?? simulators,
    CARRIER_URL: settings.CARRIER_URL ?? simulators,
    STRIPE_URL: settings.STRIPE_URL ?? simulators,
    PLAIN_PAYLOADS: settings.PLAIN_PAYLOADS ?? 'read',
    WEBHOOK_PRIVATE_ADDRESSES: settings.WEBHOOK_PRIVATE_ADDRESSES ?? 'allowed',
  };
}

/**
 * A setting that this role cannot do without.
 * @throws Error that names it
 */
export function required<Name extends keyof Settings>(settings: Settings, name: Name): NonNullable<Settings[Name]> {
  const value = settings[name];
  if (value === undefined || value === null) throw new Error(`${name} is needed`);
  return value;
}
