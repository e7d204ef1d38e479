/**
 * Does the work on all things at once. When that fails, it does it on each alone, so that one on which it can't
 * be done does not hold up the others; `refuse` hears of those.
 */
export function together<Thing, Result>(
  things: readonly Thing[],
  work: (things: readonly Thing[]) => readonly Result[],
  refuse: (thing: Thing, error: unknown) => void,
): readonly Result[] {
  const [first] = things;
  if (first === undefined) return [];
  try {
    return work(things);
  } catch (error) {
    if (things.length > 1) return things.flatMap((thing) => together([thing], work, refuse));
    refuse(first, error);
    return [];
  }
}
