import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { ACCOUNT, type Moto, REGION, startMoto } from './moto.ts';
import { deployable, type Resources, templatesOf } from './templates.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the stacks storage and messaging, deployed by CloudFormation into moto', () => {
  const templates = templatesOf('production');
  let folder = '';
  const motos: Moto[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'order-saga-infra-'));
  });
  after(async () => {
    await Promise.all(motos.map((moto) => moto.stop()));
    await rm(folder, { recursive: true });
  });

  /** Deploys both, the messaging stack with its resources as `change` leaves them, and asks `ops -- messaging diff`. */
  async function differencesAfter(change: (resources: Resources) => void = () => undefined) {
    const moto = await startMoto();
    motos.push(moto);
    await moto.deploy('order-saga-storage', deployable(templates.storage));
    const messaging = deployable(templates.messaging);
    change(messaging.Resources);
    await moto.deploy('order-saga-messaging', messaging);
    const { stdout, stderr, exitCode } = await execa('node', ['bin/ops.ts', 'messaging', 'diff'], {
      cwd: ROOT,
      reject: false,
      env: {
        DATA_DIR: folder,
        AWS_ENDPOINT_URL: moto.url,
        AWS_ACCOUNT_ID: ACCOUNT,
        AWS_REGION: REGION,
        CLAIM_BUCKET: `order-saga-claims-${ACCOUNT}-${REGION}`,
      },
    });
    return { said: `${stdout}${stderr}`.split('\n'), exitCode };
  }

  it('are what the shop looks for: no topic, queue, subscription or rule of the bucket differs', async () => {
    assert.deepEqual(await differencesAfter(), { said: ['0 differ'], exitCode: 0 });
  });

  it('are found to differ where the template does: a subscription, a policy, a queue', async () => {
    const { said, exitCode } = await differencesAfter((resources) => {
      delete resources['SubscriptionOrderEventsShipping'];
      delete resources['QueuePaymentsPolicy'];
      const queue = resources['QueueAnalytics'];
      assert.ok(queue);
      queue.Properties['VisibilityTimeout'] = 5;
    });
    assert.equal(exitCode, 1);
    assert.match(said[0] ?? '', /^queue payments: Policy is not set, should be \{/);
    assert.deepEqual(said.slice(1), [
      'queue analytics: VisibilityTimeout is 5, should be 30',
      'subscription order-events -> shipping is missing',
      '3 differ',
    ]);
  });
});
