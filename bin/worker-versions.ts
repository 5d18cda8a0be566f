import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { type Client, isGrpcServiceError, type WorkflowExecutionInfo } from '@temporalio/client';
import proto from '@temporalio/proto';
import { pMapIterable } from 'p-map';

/** The Worker Deployment that all workers of the shop are versions of. */
export const DEPLOYMENT = 'order-saga';

/** How many of a hundred workflow tasks go to the new version, step by step; then it is the current one. */
export const STEPS = [1, 10, 100] as const;

export interface Rollout {
  buildId: string;
  /** For so long each step is watched. */
  holdMs: number;
  /** How often it is looked while it is. */
  everyMs: number;
  /** False: it goes back. */
  isWell: () => Promise<boolean>;
  onStep: (text: string) => void;
}

/**
 * Gives a version of the workers more and more of the work, and takes it back as soon as something is not well. Orders move with the version
 * (AUTO_UPGRADE), but back only those that it has not touched: what it has begun in an order (`patched`) the version before does not know. These
 * stay with it, go to the next version as soon as that is there, and are as free as all others once one is current.
 * @returns whether it is the current version now
 * @throws what kept it from being watched, once it has gone back
 */
export async function rollOut(client: Client, { buildId, holdMs, everyMs, isWell, onStep }: Rollout): Promise<boolean> {
  const { routingConfig } = await untilPolled(client, buildId, holdMs, everyMs);
  const before = routingConfig?.currentDeploymentVersion?.buildId || null;
  if (before === buildId) {
    // Those that another version has touched stay with it: this one does not know what that has begun.
    await pin(client, `${KEPT} AND ${ranOn(buildId)}`, null);
    onStep(`${buildId} is the current version already`);
    return true;
  }
  // Whoever was left with a version that went back: its workers are these now.
  await pin(client, KEPT, buildId);
  const staysWell = async () => {
    for (const end = Date.now() + holdMs; ; await sleep(everyMs)) {
      if (!(await isWell())) return false;
      if (Date.now() >= end) return true;
    }
  };
  if (before === null) {
    // The first one there is: nobody to share with, and nobody to go back to.
    await setCurrent(client, buildId);
    onStep('it is the first version: it has everything');
    return await staysWell();
  }
  const goBack = async (why: string) => {
    const kept = await takeBack(client, buildId, everyMs);
    onStep(`${why}: everything goes back but the ${kept} that ${buildId} has touched`);
  };
  try {
    for (const percentage of STEPS) {
      await setRamping(client, buildId, percentage);
      onStep(`${percentage} % go to ${buildId}`);
      if (await staysWell()) continue;
      await goBack('something is not well');
      return false;
    }
    await setCurrent(client, buildId);
  } catch (error) {
    // Nobody would watch it any more.
    await goBack('it cannot be told how it is');
    throw error;
  }
  await pin(client, KEPT, null);
  onStep(`${buildId} is the current version`);
  return true;
}

/** @throws where no worker of this version has come by then: what is sent to it would wait for nobody */
async function untilPolled(
  client: Client,
  buildId: string,
  withinMs: number,
  everyMs: number,
): Promise<WorkerDeploymentInfo> {
  for (const end = Date.now() + withinMs; ; await sleep(everyMs)) {
    const found = await describe(client);
    if (found?.versionSummaries?.some(({ deploymentVersion }) => deploymentVersion?.buildId === buildId)) return found;
    if (Date.now() >= end) throw new Error(`no worker of version ${buildId} is there`);
  }
}

/** The version that has the orders; null before there is one. */
export async function currentVersion(client: Client): Promise<string | null> {
  return (await describe(client))?.routingConfig?.currentDeploymentVersion?.buildId || null;
}

/** Workflows whose last task a version has had. */
const ranOn = (buildId: string) => `TemporalWorkerDeploymentVersion = "${DEPLOYMENT}:${buildId}"`;

/** Workflows that are held to a version. */
const KEPT = 'TemporalWorkflowVersioningBehavior = "Pinned"';

/** @returns how many stay with the version */
async function takeBack(client: Client, buildId: string, everyMs: number): Promise<number> {
  const touched = `${ranOn(buildId)} AND NOT ${KEPT}`;
  // Before: none of them is to meet the other version. After: those that came meanwhile, as the list is behind.
  let kept = await pin(client, touched, buildId);
  await setRamping(client, '', 0);
  for (let quiet = 0; quiet < QUIET_LOOKS;) {
    await sleep(everyMs);
    const found = await pin(client, touched, buildId);
    kept += found;
    quiet = found === 0 ? quiet + 1 : 0;
  }
  return kept;
}

/** So many looks in a row that find nobody, and nobody comes. */
const QUIET_LOOKS = 3;

/** Holds running workflows to a version; null: to none any more. @returns how many */
async function pin(client: Client, query: string, buildId: string | null): Promise<number> {
  const override =
    buildId === null ? {} : { versioningOverride: { pinned: { behavior: PINNED, version: versionOf(buildId) } } };
  const change = async ({ workflowId }: WorkflowExecutionInfo) => {
    const asked = client.workflowService.updateWorkflowExecutionOptions({
      namespace: client.options.namespace,
      workflowExecution: { workflowId },
      workflowExecutionOptions: override,
      updateMask: { paths: ['versioning_override'] },
    });
    // One that has ended meanwhile needs no version.
    await asked.catch((error: unknown) => {
      if (!isGrpcServiceError(error) || error.code !== status.NOT_FOUND) throw error;
    });
  };
  const running = client.workflow.list({ query: `ExecutionStatus = "Running" AND ${query}` });
  let count = 0;
  for await (const _ of pMapIterable(running, change, { concurrency: AT_ONCE })) count += 1;
  return count;
}

const AT_ONCE = 20;
type WorkerDeploymentInfo = proto.temporal.api.deployment.v1.IWorkerDeploymentInfo;
const { PINNED_OVERRIDE_BEHAVIOR_PINNED: PINNED } =
  proto.temporal.api.workflow.v1.VersioningOverride.PinnedOverrideBehavior;

function versionOf(buildId: string) {
  return { deploymentName: DEPLOYMENT, buildId };
}

async function describe(client: Client) {
  try {
    const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
      namespace: client.options.namespace,
      deploymentName: DEPLOYMENT,
    });
    return workerDeploymentInfo;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === status.NOT_FOUND) return undefined;
    throw error;
  }
}

async function setRamping(client: Client, buildId: string, percentage: number): Promise<void> {
  await client.workflowService.setWorkerDeploymentRampingVersion({
    namespace: client.options.namespace,
    deploymentName: DEPLOYMENT,
    buildId,
    percentage,
    identity: client.options.identity,
  });
}

async function setCurrent(client: Client, buildId: string): Promise<void> {
  await client.workflowService.setWorkerDeploymentCurrentVersion({
    namespace: client.options.namespace,
    deploymentName: DEPLOYMENT,
    buildId,
    identity: client.options.identity,
  });
}
