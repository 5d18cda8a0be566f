/** Units of a SKU, and where there are how many of it. */
export interface Need {
  quantity: number;
  from: ReadonlyMap<string, number>;
}

/** Up to here every set of locations is looked at; the sets double with each more. */
export const EXACT_UP_TO = 12;

/**
 * The fewest locations that have all of it between them, and of several such sets the first by the locations' order. Above
 * {@link EXACT_UP_TO} locations a good one: what is missing most is added first, and what is not needed is left out again.
 * @param needs what all locations together can serve
 * @param free do not count
 * @returns in the locations' order
 */
export function fewestLocations(
  needs: readonly Need[],
  locations: readonly string[],
  free: ReadonlySet<string> = new Set(),
): string[] {
  const given = locations.filter((location) => free.has(location));
  const others = locations.filter((location) => !free.has(location) && needs.some(({ from }) => from.has(location)));
  const chosen = others.length > EXACT_UP_TO ? goodSet(needs, given, others) : firstSet(needs, given, others);
  return locations.filter((location) => free.has(location) || chosen.includes(location));
}

function firstSet(needs: readonly Need[], given: readonly string[], others: readonly string[]): readonly string[] {
  for (let size = atLeast(needs, given, others); size < others.length; size += 1) {
    for (const some of setsOf(size, others)) {
      if (haveAll(needs, [...given, ...some])) return some;
    }
  }
  return others;
}

/** No need is met by fewer than so many of its largest: what is smaller is not looked at. */
function atLeast(needs: readonly Need[], given: readonly string[], others: readonly string[]): number {
  const counts = needs.map((need) => {
    let left = lacking(need, given);
    const largest = others.map((location) => need.from.get(location) ?? 0).toSorted((a, b) => b - a);
    return largest.filter((units) => {
      const isNeeded = left > 0;
      left -= units;
      return isNeeded;
    }).length;
  });
  return Math.max(0, ...counts);
}

/** The sets of so many of them: those with the first of them first, and so on. */
function* setsOf(size: number, all: readonly string[]): Generator<readonly string[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [at, first] of all.entries()) {
    for (const rest of setsOf(size - 1, all.slice(at + 1))) yield [first, ...rest];
  }
}

function goodSet(needs: readonly Need[], given: readonly string[], others: readonly string[]): readonly string[] {
  let chosen: string[] = [];
  for (let left = missing(needs, given); left > 0; left = missing(needs, [...given, ...chosen])) {
    const more = others.filter((location) => !chosen.includes(location));
    const leftAfter = more.map((location) => missing(needs, [...given, ...chosen, location]));
    const best = more[leftAfter.indexOf(Math.min(...leftAfter))];
    if (best === undefined) break;
    chosen.push(best);
  }
  // The last in the order are given up first.
  for (const location of others.toReversed()) {
    const without = chosen.filter((one) => one !== location);
    if (haveAll(needs, [...given, ...without])) chosen = without;
  }
  return chosen;
}

function haveAll(needs: readonly Need[], locations: readonly string[]): boolean {
  return needs.every((need) => lacking(need, locations) === 0);
}

function missing(needs: readonly Need[], locations: readonly string[]): number {
  return needs.reduce((sum, need) => sum + lacking(need, locations), 0);
}

/** Units that these locations do not have. */
function lacking({ quantity, from }: Need, locations: readonly string[]): number {
  return Math.max(
    0,
    locations.reduce((left, location) => left - (from.get(location) ?? 0), quantity),
  );
}
