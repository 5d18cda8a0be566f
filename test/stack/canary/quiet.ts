import { describe, expect, it } from '@jest/globals';
import { logsOf, workflowsShown } from '../../support/canary-places.ts';
import { Ear } from '../../support/stack-aws.ts';
import { runOps } from '../../support/stack-ops.ts';
import { place } from '../../support/stack-shop.ts';
import { until } from '../../support/stack-wait.ts';
import { canaries, ORDER } from './words.ts';
import type { CanaryWorld } from './world.ts';

/** What operators read that is not about one order. */
const ABOUT_ALL = [
  ['attention', 'list', '--json'],
  ['keys', 'list', '--json'],
  ['dlq', 'list', '--json'],
  ['webhooks', 'list', '--json'],
  ['notifications', 'not-sent'],
  ['reconcile', '--json'],
  ['rebuild'],
];

export function quiet({ stack, errors }: CanaryWorld): void {
  describe('after all that, nothing of the person and no secret', () => {
    it('is in the log of any process', async () => {
      const logs = await logsOf(stack());
      expect([...logs.keys()]).toEqual(expect.arrayContaining(['app.log', 'postgres.log', 'temporal.log']));
      // All of it was there to be heard.
      const said = [
        'request completed',
        'a message was not handled',
        'a message to a customer was not sent',
        'a shipment update was ignored',
      ];
      const app = logs.get('app.log') ?? '';
      expect(said.filter((line) => !app.includes(line))).toEqual([]);
      for (const [file, text] of logs) expect({ file, leaks: canaries.in(text) }).toEqual({ file, leaks: [] });
    });

    it('is in any error', () => {
      expect(errors.length).toBeGreaterThan(100);
      expect(errors.flatMap((error) => canaries.in(error))).toEqual([]);
    });

    it('is in what Temporal shows of its workflows', async () => {
      const { id } = await place(stack(), ORDER);
      const shown = await until('the last order to be listed', async () => {
        const all = await workflowsShown(stack());
        return [...all.keys()].some((name) => name.includes(id)) && all;
      });
      expect(shown.size).toBeGreaterThan(40);
      expect([...shown.values()].flatMap((text) => canaries.in(text))).toEqual([]);
    });

    it('is in messages, whoever hears them', async () => {
      const ear = await Ear.subscribe(stack());
      const { id } = await place(stack(), ORDER);
      const { attributes } = await ear.untilHeard(id, 'order.created');
      expect(attributes).toMatchObject({ eventType: 'order.created', storefront: 'us' });
      expect(canaries.in(JSON.stringify(ear.heard))).toEqual([]);
    });

    it.each(ABOUT_ALL)('is in what operators are told of all: %s', async (...args) => {
      const { stdout, stderr } = await runOps(stack(), ...args);
      expect(stdout).not.toBe('');
      expect({ args, leaks: canaries.in(`${stdout} ${stderr}`) }).toEqual({ args, leaks: [] });
    });
  });
}
