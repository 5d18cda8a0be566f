import { type Generator, startGenerator } from '../load/control.ts';
import { startWorld, type World, type WorldOptions } from '../world/world.ts';

/** Runs `work` with a world and a load generator, and ends both whatever becomes of it. */
export async function inWorld(
  options: WorldOptions,
  work: (world: World, generator: Generator) => Promise<void>,
): Promise<void> {
  const generator = await startGenerator();
  try {
    const world = await startWorld(options);
    try {
      await work(world, generator);
    } finally {
      await world.stop();
    }
  } finally {
    await generator.stop();
  }
}
