import { startPart, untilReady, type Part, type PartPlan } from './parts.ts';

/** The parts that are up, and the ones that are on their way. */
export type Crew = {
  readonly parts: readonly Part[];
  readonly exited: Promise<{ name: string }>;
  /** Resolves when the part is ready; throws when it cannot be. It is stopped with the others either way. */
  add(plan: PartPlan): Promise<void>;
  /** The groups one after the other, the parts of a group together. */
  stop(order: readonly (readonly string[])[]): Promise<void>;
};

export function createCrew(dataDir: string, signal?: AbortSignal): Crew {
  const parts: Part[] = [];
  const { promise: exited, resolve: tellExit } = Promise.withResolvers<{ name: string }>();
  let stopping = false;
  const tellWhenGone = async ({ name, exited: gone }: Part) => {
    await gone;
    if (!stopping) tellExit({ name });
  };
  return {
    parts,
    exited,
    async add(plan) {
      signal?.throwIfAborted();
      // While the others are being stopped nothing new may start: nobody would stop it.
      if (stopping) throw new Error(`${plan.name} was not started, as the rest is being stopped`);
      const part = startPart(dataDir, plan);
      parts.push(part);
      void tellWhenGone(part);
      await untilReady(dataDir, plan, part, signal);
    },
    async stop(order) {
      stopping = true;
      for (const names of order) {
        await Promise.all(parts.filter(({ name }) => names.includes(name)).map((part) => part.stop()));
      }
    },
  };
}
