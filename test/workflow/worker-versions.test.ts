import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { ulid } from 'ulid';
import { backlogOf } from '../../bin/backlog-metric.ts';
import { TASK_QUEUE } from '../../bin/order-gateway.ts';
import { type RunningWorker, runWorker } from '../../bin/running-worker.ts';
import { bundleWorkflows } from '../../bin/runtime.ts';
import { DEPLOYMENT, rollOut } from '../../bin/worker-versions.ts';
import { until } from '../support/stack-wait.ts';
import { startTemporal } from '../support/workflow-parts.ts';

let temporal: TestWorkflowEnvironment;
let bundle: WorkflowBundleWithSourceMap;
const running: RunningWorker[] = [];

beforeAll(async () => {
  [temporal, bundle] = await Promise.all([startTemporal(4096, 6000), bundleWorkflows()]);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
});
afterAll(async () => {
  await temporal.teardown();
});

/** A worker of the shop's workflows, as a version. */
async function startVersion(buildId: string): Promise<void> {
  running.push(
    await runWorker(() =>
      Worker.create({
        connection: temporal.nativeConnection,
        taskQueue: TASK_QUEUE,
        workflowBundle: bundle,
        workerDeploymentOptions: {
          version: { deploymentName: DEPLOYMENT, buildId },
          useWorkerVersioning: true,
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
      }),
    ),
  );
}

async function routing() {
  const { workerDeploymentInfo } = await temporal.client.workflowService.describeWorkerDeployment({
    namespace: temporal.client.options.namespace,
    deploymentName: DEPLOYMENT,
  });
  const config = workerDeploymentInfo?.routingConfig;
  return {
    current: config?.currentDeploymentVersion?.buildId ?? null,
    ramping: config?.rampingDeploymentVersion?.buildId ?? null,
    percentage: config?.rampingVersionPercentage ?? 0,
  };
}

function rollout(buildId: string, isWell: () => Promise<boolean>) {
  const said: string[] = [];
  return { said, buildId, holdMs: 100, everyMs: 20, isWell, onStep: (text: string) => void said.push(text) };
}

describe('a rollout of workers', () => {
  it('gives a version 1, 10 and 100 % and makes it the current one, or takes all of it back', async () => {
    await startVersion('v1');
    const first = rollout('v1', async () => true);
    // The worker's first poll makes the version known.
    await until('version 1 to be there', async () => (await routing().catch(() => null)) !== null);
    expect(await rollOut(temporal.client, first)).toBe(true);
    expect(await routing()).toEqual({ current: 'v1', ramping: null, percentage: 0 });

    await startVersion('v2');
    await until('version 2 to be there', async () => await knows('v2'));
    const seen = new Set<number>();
    const second = rollout('v2', async () => {
      seen.add((await routing()).percentage);
      return true;
    });
    expect(await rollOut(temporal.client, second)).toBe(true);
    expect([...seen]).toEqual([1, 10, 100]);
    expect(await routing()).toEqual({ current: 'v2', ramping: null, percentage: 0 });

    await startVersion('v3');
    await until('version 3 to be there', async () => await knows('v3'));
    const third = rollout('v3', async () => (await routing()).percentage < 10);
    expect(await rollOut(temporal.client, third)).toBe(false);
    expect(third.said).toEqual([
      '1 % go to v3',
      '10 % go to v3',
      'something is not well: everything goes back but the 0 that v3 has touched',
    ]);
    expect(await routing()).toEqual({ current: 'v2', ramping: null, percentage: 0 });
  });

  it('goes back where it cannot be told how it is', async () => {
    await startVersion('v4');
    await until('version 4 to be there', async () => await knows('v4'));
    const { current } = await routing();
    const blind = rollout('v4', () => Promise.reject(new Error('no alarm can be asked')));
    await expect(rollOut(temporal.client, blind)).rejects.toThrow('no alarm can be asked');
    expect(blind.said.at(-1)).toMatch(/^it cannot be told how it is: everything goes back/);
    expect(await routing()).toEqual({ current, ramping: null, percentage: 0 });
  });

  it('begins with nothing where no worker of the version is there', async () => {
    const rollingOut = rollOut(
      temporal.client,
      rollout('nobody', async () => true),
    );
    await expect(rollingOut).rejects.toThrow('no worker of version nobody is there');
  });
});

it('workers are scaled by the tasks that wait: one that nobody takes is counted', async () => {
  const workflowId = ulid();
  expect(await backlogOf(temporal.client)).toBe(0);
  await temporal.client.workflow.start('SweepWorkflow', { workflowId, taskQueue: TASK_QUEUE });
  // The server counts what it has written down, a moment later.
  await until('it to be counted', async () => (await backlogOf(temporal.client)) > 0);
  await temporal.client.workflow.getHandle(workflowId).terminate();
});

async function knows(buildId: string): Promise<boolean> {
  const { workerDeploymentInfo } = await temporal.client.workflowService.describeWorkerDeployment({
    namespace: temporal.client.options.namespace,
    deploymentName: DEPLOYMENT,
  });
  return workerDeploymentInfo?.versionSummaries?.some((one) => one.deploymentVersion?.buildId === buildId) ?? false;
}
