import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { databaseAddress } from '../../bin/database-address.ts';
import { readSettings } from '../../bin/settings.ts';
import { type Moto, REGION, startMoto } from './moto.ts';

const settings = readSettings({
  DATABASE_URL: 'postgres://order_saga@db:5432/order_saga',
  DATABASE_SECRET: 'database',
});

/** As RDS writes it. */
const secret = (password: string) => JSON.stringify({ username: 'order_saga', password });

describe("the database's password, in moto's Secrets Manager", () => {
  const environment = { ...process.env };
  let moto: Moto;
  let client: SecretsManagerClient;

  before(async () => {
    moto = await startMoto();
    // As the SDK reads it, in a task too.
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    client = new SecretsManagerClient({ region: REGION });
    await client.send(new CreateSecretCommand({ Name: 'database', SecretString: secret('first') }));
  });
  after(async () => {
    process.env = environment;
    client.destroy();
    await moto.stop();
  });

  it('is the one that stands when a connection is opened, also once it has been rotated', async () => {
    const [address, remembering] = [databaseAddress(settings, 0), databaseAddress(settings, 600_000)];
    assert.ok(typeof address === 'object' && typeof remembering === 'object');
    assert.deepEqual([await address.password(), await remembering.password()], ['first', 'first']);
    await client.send(new PutSecretValueCommand({ SecretId: 'database', SecretString: secret('second') }));
    // With 0 ms the next millisecond asks anew.
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual([await address.password(), await remembering.password()], ['second', 'first']);
  });

  it('is asked for again where it could not be had', async () => {
    const address = databaseAddress({ ...settings, DATABASE_SECRET: 'later' }, 600_000);
    assert.ok(typeof address === 'object');
    await assert.rejects(address.password());
    await client.send(new CreateSecretCommand({ Name: 'later', SecretString: secret('there by now') }));
    assert.equal(await address.password(), 'there by now');
  });
});
