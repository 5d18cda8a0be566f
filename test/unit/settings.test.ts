import { isAbsolute } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSettings, required } from '../../bin/settings.ts';

describe('the settings', () => {
  it('have the defaults of the contract', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      PORT: 3000,
      TEMPORAL_PORT: 7233,
      TEMPORAL_UI_PORT: 8233,
      AWS_PORT: 4566,
      SIMULATOR_PORT: 3900,
      CARRIER: 'auto',
    });
    for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'AWS_ENDPOINT_URL'])
      expect(settings).not.toHaveProperty(name);
  });

  it('take what the environment says, and an empty variable as unset', () => {
    const settings = readSettings({ PORT: '8080', CARRIER: 'off', AWS_PORT: '', DATABASE_URL: '' });
    expect(settings).toMatchObject({ PORT: 8080, CARRIER: 'off', AWS_PORT: 4566 });
    expect(settings).not.toHaveProperty('DATABASE_URL');
  });

  it('keep the data in one place, wherever a process is started from', () => {
    const { DATA_DIR } = readSettings({ DATA_DIR: 'here' });
    expect(isAbsolute(DATA_DIR)).toBe(true);
    expect(DATA_DIR.endsWith('/here')).toBe(true);
  });

  it('read API keys and waiting times as JSON', () => {
    const key = { key: 'k', name: 'n', role: 'operator', storefront: null };
    const { API_KEYS, TIMING } = readSettings({ API_KEYS: JSON.stringify([key]), TIMING: '{"verify": 500}' });
    expect({ API_KEYS, TIMING }).toEqual({ API_KEYS: [key], TIMING: { verify: 500 } });
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '30.5'],
    ['TEMPORAL_PORT', '-1'],
    ['CARRIER', 'sometimes'],
    ['LOG_LEVEL', 'loud'],
    ['ANSWER_DEADLINE_MS', '0'],
    ['DATABASE_POOL', 'many'],
    ['RELAY_PARTITIONS', '0'],
    ['RELAY_PARTITIONS', '33'],
    ['METRICS_PORT', 'on'],
    ['API_KEYS', 'dev-us'],
    ['API_KEYS', '[{"key":"","name":"n","role":"operator","storefront":null}]'],
    ['API_KEYS', '[{"key":"k","name":"n","role":"king","storefront":null}]'],
    ['TIMING', '{"verify":"long"}'],
    ['WEBHOOK_SCHEDULE', '0,soon'],
    ['WEBHOOK_SCHEDULE', '0,-5'],
    ['WEBHOOK_PRIVATE_ADDRESSES', 'some'],
    ['CARRIER_WEBHOOK_SECRETS', 'secret'],
    ['CARRIER_WEBHOOK_SECRETS', 'whsec_c2VjcmV0'],
  ])('with %s=%s are refused in one line that names it', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name}: [^\\n]+$`));
  });

  it('name each one that is wrong, and show none of the keys', () => {
    const env = {
      PORT: 'abc',
      CARRIER: 'x',
      API_KEYS: '[{"key":"secret"}]',
      CARRIER_WEBHOOK_SECRETS: 'whsec_secret',
    };
    expect(() => readSettings(env)).toThrow(
      /^(?!.*secret)(?=.*PORT: )(?=.*CARRIER: )(?=.*API_KEYS: )(?=.*CARRIER_WEBHOOK_SECRETS: )[^\n]+$/,
    );
  });

  it('take secrets and waiting times as lists', () => {
    const secret = `whsec_${'A'.repeat(32)}`;
    const env = { CARRIER_WEBHOOK_SECRETS: `${secret},${secret}`, WEBHOOK_SCHEDULE: '0,0.5' };
    expect(readSettings(env)).toMatchObject({ CARRIER_WEBHOOK_SECRETS: [secret, secret], WEBHOOK_SCHEDULE: [0, 0.5] });
    expect(readSettings({}).CARRIER_WEBHOOK_SECRETS).toEqual([]);
  });

  it('that a role cannot do without are named', () => {
    expect(() => required(readSettings({}), 'DATABASE_URL')).toThrow('DATABASE_URL is needed');
    expect(required(readSettings({ PORT: '1' }), 'PORT')).toBe(1);
  });
});
