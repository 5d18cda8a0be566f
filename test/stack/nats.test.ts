import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { stackForThisFile } from '../support/stack.ts';
import { place, untilStatus } from '../support/stack-shop.ts';

const stack = stackForThisFile({ MESSAGING: 'nats', CARRIER: 'auto' });

async function ops(...args: string[]) {
  const NATS_URL = `nats://127.0.0.1:${stack().env['NATS_PORT']}`;
  return await execa(process.execPath, ['bin/ops.ts', ...args], {
    env: { MESSAGING: 'nats', NATS_URL, AWS_ENDPOINT_URL: stack().awsEndpoint },
    reject: false,
  });
}

describe('the whole shop, on NATS instead of SNS and SQS', () => {
  it('has an order shipped and delivered', async () => {
    const { id } = await place(stack());
    await untilStatus(stack(), id, 'DELIVERED');
  });

  it('has its streams and consumers as the table wants them', async () => {
    const { stdout, exitCode } = await ops('messaging', 'diff');
    expect({ stdout, exitCode }).toEqual({ stdout: '0 differ', exitCode: 0 });
  });

  it('says nothing by SNS', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sns = new SNSClient({ endpoint: stack().awsEndpoint, region: 'us-east-1', credentials });
    const { Topics } = await sns.send(new ListTopicsCommand({}));
    sns.destroy();
    expect(Topics ?? []).toEqual([]);
  });

  it('goes on after it was killed with an order that nobody had heard of yet', async () => {
    const { id } = await place(stack());
    await stack().kill9();
    await stack().restart();
    await untilStatus(stack(), id, 'DELIVERED');
  });
});
