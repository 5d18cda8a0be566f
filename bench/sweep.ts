import { tooManyUnexpected } from './measure/block.ts';
import { measureIdle } from './measure/idle.ts';
import { inWorld } from './measure/in-world.ts';
import { aSecondOf, type Spent } from './measure/usage.ts';
import { progress } from './say.ts';
import { startCollector } from './sweep/collector.ts';
import { type Measured, measureVariant, type Plan, type Side, type Sides, sidesOf } from './sweep/sides.ts';
import { sweepTable } from './sweep/sweep-table.ts';
import { type Section, sectionsWith } from './sweep/variants.ts';
import { gate } from './world/gate.ts';

export interface SweepOptions extends Plan {
  /** Only settings whose name holds this. */
  only: string;
}

const WORLD = { peers: ['ours'], temporal: 'postgres' } as const;

/**
 * What the settings do to ours: each at some values, beside the default, in turns. Throws when answers were not what
 * their orders deserve, or the books do not add up.
 */
export async function benchSweep({ only, ...plan }: SweepOptions): Promise<void> {
  const say = progress();
  const collector = await startCollector();
  const wrong: string[] = [];
  try {
    const sections = sectionsWith(only, collector.url);
    if (sections.length === 0) throw new Error(`no setting's name holds ${only}`);
    for (const section of sections) wrong.push(...(await sweep(section, plan, say)));
  } finally {
    await collector.stop();
  }
  say(`the collector has taken ${collector.taken} requests`);
  if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join('\n'));
}

/** Two worlds of the same age; only the variant's Temporal is told what the section says. */
async function sweep(
  { title, dynamicConfig, variants }: Section,
  plan: Plan,
  say: (line: string) => void,
): Promise<string[]> {
  const wrong: string[] = [];
  await inWorld({ ...WORLD, say }, async (ofDefault, generator) => {
    await inWorld({ ...WORLD, say, dynamicConfig }, async (ofVariant) => {
      const sides = sidesOf({ default: ofDefault, variant: ofVariant }, generator);
      const before = await idleOf(sides);
      const measured: Measured[] = [];
      for (const variant of variants) measured.push(await measureVariant(sides, variant, plan, say));
      const after = await idleOf(sides);
      const idle = {
        default: aSecondOf([...before.default, ...after.default]),
        variant: aSecondOf([...before.variant, ...after.variant]),
      };
      process.stdout.write(await sweepTable(title, measured, idle));
      wrong.push(...measured.flatMap(undeserved));
      for (const { world, blocks } of [sides.default, sides.variant]) {
        wrong.push(...(await gate(world, 'ours', blocks.answers.get('ours') ?? [])));
      }
    });
  });
  return wrong;
}

async function idleOf(sides: Sides<Side>): Promise<Sides<Spent[]>> {
  const [ofDefault, ofVariant] = await Promise.all([
    measureIdle(sides.default.world, ['ours']),
    measureIdle(sides.variant.world, ['ours']),
  ]);
  return { default: ofDefault, variant: ofVariant };
}

function undeserved({ variant: { setting, value }, busy, alone }: Measured): string[] {
  const pairs = [...busy, ...alone];
  const sides = [pairs.map((pair) => pair.default), pairs.map((pair) => pair.variant)];
  return sides.flatMap(tooManyUnexpected).map((complaint) => `${setting} ${value}: ${complaint}`);
}
