import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createLog, installTemporalRuntime } from '../../bin/log.ts';
import { bundleWorkflows } from '../../bin/runtime.ts';
import { HISTORIES } from '../support/workflow-histories.ts';
import { bundleWithChange, type PlantedChange } from '../support/workflow-planted-change.ts';

const FOLDER = join(import.meta.dirname, '..', 'histories');
const recorded = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

beforeAll(() => installTemporalRuntime(createLog('silent')));

/** What went wrong with each history, by its name; undefined where it replays. */
async function replay(workflowBundle: WorkflowBundleWithSourceMap, names: readonly string[]) {
  const errors = new Map<string, Error | undefined>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, read(names))) {
    errors.set(workflowId, error);
  }
  return errors;
}

async function* read(names: readonly string[]) {
  for (const name of names) {
    const history: unknown = JSON.parse(await readFile(join(FOLDER, `${name}.json`), 'utf8'));
    yield { workflowId: name, history };
  }
}

describe('the workflow code of today', () => {
  let errors: Map<string, Error | undefined>;
  beforeAll(async () => {
    errors = await replay(await bundleWorkflows(), recorded);
  });

  it('has a history of each kind of order to be proved with', () => {
    expect(recorded).toEqual(expect.arrayContaining(Object.keys(HISTORIES)));
  });

  it.each(recorded)('carries on an order that was recorded as %s', (name) => {
    expect([...errors.keys()]).toContain(name);
    expect(errors.get(name)).toBeUndefined();
  });
});

describe('a change of the order of commands', () => {
  const CHANGES: (PlantedChange & { what: string; breaks: string; as: new (...args: never[]) => Error })[] = [
    {
      what: 'a step put in before the confirmation',
      file: 'order-workflow.ts',
      from: 'if (!(await placeAtOnce(order))) {',
      to: 'await readOrder(order); if (!(await placeAtOnce(order))) {',
      breaks: 'confirmed',
      as: DeterminismViolationError,
    },
    {
      what: 'compensations first in first out',
      file: 'compensations.ts',
      from: 'open.toReversed()',
      to: 'open',
      breaks: 'compensation-needs-attention',
      as: DeterminismViolationError,
    },
    {
      what: 'a relay that comes later',
      file: 'outbox-relay.ts',
      from: 'await relayEvents(',
      to: 'await new Promise((resolve) => setTimeout(resolve, 1000)); await relayEvents(',
      breaks: 'outbox-relay',
      as: DeterminismViolationError,
    },
    {
      what: 'the first two steps swapped',
      file: 'order-workflow.ts',
      from: 'sideBySide(reserveStock, verifyCustomer)',
      to: 'sideBySide(verifyCustomer, reserveStock)',
      breaks: 'customer-outage',
      as: DeterminismViolationError,
    },
  ];

  it.each(CHANGES)('is found out: $what', async ({ breaks, as, ...change }) => {
    const errors = await replay(await bundleWithChange(change), [breaks]);
    expect(errors.get(breaks)).toBeInstanceOf(as);
  });

  it('is what is found out, and not that the code is a copy', async () => {
    const errors = await replay(await bundleWithChange(null), recorded);
    expect([...errors].filter(([, error]) => error)).toEqual([]);
  });
});
