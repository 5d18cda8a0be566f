import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import type { DatabaseAddress } from '../db/client.ts';
import { required, type Settings } from './settings.ts';

/** As RDS writes it; it is a JSON document with more in it. */
const Secret = z.object({ password: z.string().min(1) });

/**
 * The database. With DATABASE_SECRET its password is asked of AWS Secrets Manager whenever a connection is opened, so that
 * a rotation needs no restart: connections that are open go on, new ones have the new password.
 * @param knownMs for so long it is not asked for again: a pool opens its connections together
 */
export function databaseAddress(settings: Settings, knownMs = 10_000): DatabaseAddress {
  const url = required(settings, 'DATABASE_URL');
  const { DATABASE_SECRET: SecretId, AWS_REGION: region } = settings;
  if (SecretId === undefined) return url;
  let known: { password: Promise<string>; until: number } | undefined;
  const ask = async () => {
    const client = new SecretsManagerClient({ region });
    try {
      const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
      return Secret.parse(JSON.parse(SecretString)).password;
    } catch (error) {
      known = undefined;
      throw error;
    } finally {
      client.destroy();
    }
  };
  return {
    url,
    password: () => {
      if (known === undefined || known.until < Date.now()) known = { password: ask(), until: Date.now() + knownMs };
      return known.password;
    },
  };
}
