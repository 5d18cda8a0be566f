import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { House } from './house.ts';
import type { Role } from './role.ts';

export interface KillPlan {
  /** Of the worker that has the relay. */
  relay: number;
  consumers: number;
}

export interface KillsDone {
  relay: number;
  consumers: number;
}

/** Kills one after the other while orders come, evenly over `seconds`; each is up again before the next. */
export async function killThrough(
  house: House,
  plan: KillPlan,
  seconds: number,
  say: (line: string) => void,
): Promise<KillsDone> {
  const done: KillsDone = { relay: 0, consumers: 0 };
  const each = async (times: number, kill: () => Promise<void>) => {
    const begun = performance.now();
    for (let n = 1; n <= times; n += 1) {
      const due = begun + (n / (times + 1)) * seconds * 1000;
      await sleep(Math.max(0, due - performance.now()));
      await kill();
    }
  };
  const connection = await Connection.connect({ address: house.temporalAddress });
  try {
    const client = new Client({ connection });
    await Promise.all([
      each(plan.relay, async () => {
        const worker = await relayWorker(client, house.workers);
        await worker.crash();
        done.relay += 1;
        say(`${worker.name}, which had the relay, was killed (${done.relay} of ${plan.relay})`);
      }),
      each(plan.consumers, async () => {
        const role = house.consumers[done.consumers % house.consumers.length];
        await role?.crash();
        done.consumers += 1;
      }),
    ]);
  } finally {
    await connection.close();
  }
  return done;
}

/** By Temporal's word: who took up the activity last. */
async function relayWorker(client: Client, workers: readonly Role[]): Promise<Role> {
  for (;;) {
    const { pendingActivities } = await client.workflow
      .getHandle('outbox-relay-0')
      .describe()
      .then(({ raw }) => raw);
    const identity = pendingActivities?.at(0)?.lastWorkerIdentity ?? '';
    const worker = workers.find(({ pid }) => pid !== undefined && identity.startsWith(`${pid}@`));
    if (worker) return worker;
    await sleep(200);
  }
}
