/** Where a place is not what it should be. */
export interface Difference {
  /** `queue order-status`, `subscription order-events -> shipping`. */
  resource: string;
  /** Undefined when all of it is missing, or should not be there. */
  attribute?: string;
  wanted: string | null;
  found: string | null;
}

/** What a place is to have, in its own words, and how it is looked at and changed. */
export interface Place<Resource, Found> {
  /** Each after those that it refers to. */
  wanted: readonly Resource[];
  find(wanted: Resource): Promise<Found | null>;
  compare(wanted: Resource, found: Found | null): Difference[];
  create(wanted: Resource): Promise<void>;
  change(wanted: Resource, found: Found): Promise<void>;
  /** What is there and is not wanted. */
  strays(): Promise<{ difference: Difference; remove(): Promise<unknown> }[]>;
}

/**
 * Brings a place to what is wanted, and takes away what is not. What is as it should be is left alone: safe to run again,
 * and beside others that do.
 * @returns what it changed
 */
export async function applyTo<Resource, Found>(place: Place<Resource, Found>): Promise<Difference[]> {
  const changed: Difference[] = [];
  for (const wanted of place.wanted) {
    const found = await place.find(wanted);
    const differences = place.compare(wanted, found);
    if (found === null) await place.create(wanted);
    else if (differences.length > 0) await place.change(wanted, found);
    changed.push(...differences);
  }
  for (const stray of await place.strays()) {
    await stray.remove();
    changed.push(stray.difference);
  }
  return changed;
}

/** Looks, and changes nothing. */
export async function diffOf<Resource, Found>(place: Place<Resource, Found>): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const wanted of place.wanted) differences.push(...place.compare(wanted, await place.find(wanted)));
  const strays = await place.strays();
  return [...differences, ...strays.map(({ difference }) => difference)];
}

/** Null for what is not there. */
export async function unlessMissing<T>(
  isMissing: (error: unknown) => boolean,
  look: () => Promise<T>,
): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
