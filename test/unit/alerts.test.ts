import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { readAlerts } from '../support/alerts.ts';

const Case = z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()).default([]) });
const Tests = z.object({ tests: z.array(z.object({ alert_rule_test: z.array(Case).default([]) })) });

it('each alert has a moment at which it calls, and one at which it does not', async () => {
  const text = await readFile(new URL('../../observability/alerts.test.yml', import.meta.url), 'utf8');
  const cases = Tests.parse(parse(text)).tests.flatMap(({ alert_rule_test }) => alert_rule_test);
  const calling = (calls: boolean) =>
    new Set(cases.filter(({ exp_alerts }) => exp_alerts.length > 0 === calls).map(({ alertname }) => alertname));
  const alerts = new Set((await readAlerts()).map(({ alert }) => alert));
  expect(calling(true)).toEqual(alerts);
  expect(calling(false)).toEqual(alerts);
});
