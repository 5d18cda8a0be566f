import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { z } from 'zod';
import { deadLetterQueue } from '../../messaging/topology.ts';
import { confirmed, live } from '../support/lives.ts';
import { type Queues, startQueues } from '../support/queues.ts';

let queues: Queues;

beforeAll(async () => {
  queues = await startQueues();
});
afterAll(async () => {
  await queues?.stop();
});
beforeEach(() => queues.server.reset());

async function ops(...args: string[]) {
  const { exitCode, stdout, stderr } = await execa('node', ['bin/ops.ts', 'dlq', ...args], {
    env: { AWS_ENDPOINT_URL: queues.server.address, NO_COLOR: '1' },
    reject: false,
  });
  return { exitCode, stdout, stderr };
}
const Listed = z.array(z.record(z.string(), z.unknown()));

describe('npm run ops -- dlq', () => {
  it('lists what is dead in any queue, for people and for machines', async () => {
    expect(await ops('list')).toEqual({ exitCode: 0, stdout: 'no dead letters', stderr: '' });
    const [event] = live({ at: '2026-03-01T12:00:00Z', lines: [['A', 2, 100]] }, confirmed(1)).heard;
    const trace = event?.traceparent?.split('-')[1];
    const [mine] = await queues.die(
      'analytics',
      [JSON.stringify(event)],
      `a reason\nof \u009b2J ${'many '.repeat(20)}words`,
    );
    await queues.put(deadLetterQueue('payments'), 'deadly');
    const { stdout, exitCode } = await ops('list');
    expect(exitCode).toBe(0);
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    const rows = stdout.split('\n').filter((row) => row.includes('analytics') || row.includes('payments'));
    expect(rows.map(cells)).toEqual([
      [
        mine?.id,
        'analytics',
        'dead',
        'order.created',
        'us',
        event?.subject,
        expect.stringMatching(/^\d+s$/),
        '1',
        expect.stringMatching(/^a reason of {2}2J many many .*…$/),
        trace,
      ],
      [expect.any(String), 'payments', 'dead', '-', '-', '-', expect.stringMatching(/^\d+s$/), '-', '-', '-'],
    ]);
    const machine = await ops('list', 'analytics', '--json');
    expect(Listed.parse(JSON.parse(machine.stdout))).toEqual([
      {
        id: mine?.id,
        queue: 'analytics',
        kind: 'dead',
        eventType: 'order.created',
        storefront: 'us',
        order: event?.subject,
        time: mine?.time,
        ageSeconds: expect.any(Number),
        receives: 1,
        reason: mine?.reason,
        trace,
      },
    ]);
    const shown = await ops('show', 'analytics', mine?.id ?? '');
    expect(JSON.parse(shown.stdout)).toMatchObject({ id: mine?.id, reason: mine?.reason, trace, body: event });
    expect(shown.stdout.split('\n').length).toBeGreaterThan(20);
    expect(shown.stdout).not.toContain('\u009b');
  });

  it('redrives and drops what it is told, and says so', async () => {
    const [first, second, third] = await queues.die('shipping', ['a', 'b', 'c']);
    expect(await ops('redrive', 'shipping', first?.id ?? '')).toEqual({
      exitCode: 0,
      stdout: '1 back in shipping',
      stderr: '',
    });
    const { stdout } = await ops('drop', 'shipping', second?.id ?? '');
    expect(stdout).toContain(second?.id);
    expect(stdout).not.toContain(third?.id);
    expect(stdout).toMatch(/\n1 dropped$/);
    expect(await ops('redrive', 'shipping', '--all')).toMatchObject({ exitCode: 0, stdout: '1 back in shipping' });
    expect(await ops('drop', 'shipping', '--all')).toMatchObject({ exitCode: 0, stdout: '0 dropped' });
    expect(await queues.messaging.depth('shipping')).toEqual({ messages: 2, deadLetters: 0 });
  });

  it('refuses what it does not understand in one line, and touches nothing', async () => {
    const [letter] = await queues.die('shipping', ['a']);
    const id = letter?.id ?? '';
    const refused: [args: string[], because: RegExp][] = [
      [['list', 'nowhere'], /nowhere.*shipping, order-status/],
      [['show', 'shipping', 'unknown'], /^shipping has no dead letter unknown$/],
      [['show', 'payments', id], /^payments has no dead letter /],
      [['redrive', 'shipping'], /^name ids, or say --all$/],
      [['redrive', 'shipping', id, '--all'], /^name ids, or say --all$/],
      [['redrive', 'shipping', id, 'unknown'], /^shipping has no dead letter unknown$/],
      [['redrive', 'nowhere', '--all'], /nowhere/],
      [['drop', 'shipping'], /^name ids, or say --all$/],
      [['drop', 'shipping', 'unknown', id], /^shipping has no dead letter unknown$/],
    ];
    // One after the other: who looks hides it from the next.
    for (const [args, because] of refused) {
      const { exitCode, stdout, stderr } = await ops(...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr.split('\n')).toHaveLength(1);
      expect(stderr).toMatch(because);
    }
    expect(await queues.messaging.depth('shipping')).toEqual({ messages: 0, deadLetters: 1 });
  });
});

function cells(row: string): string[] {
  return row
    .split('│')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
