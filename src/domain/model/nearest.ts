/** Longer names are not compared: the time of a comparison grows with the square of the length. */
const NAME_LENGTH = 64;
/** How many names are compared at most. */
const CANDIDATES = 20_000;

/**
 * The name that was probably meant by a mistyped one: at most two letters differ (one in a short name), or only the
 * case, or one begins with the other. `null` if no name is that near.
 */
export function nearestName(asked: string, names: Iterable<string>): string | null {
  if (asked.length > NAME_LENGTH) return null;
  const wanted = asked.toLowerCase();
  let nearest: string | null = null;
  let least = Infinity;
  let compared = 0;
  for (const name of names) {
    if ((compared += 1) > CANDIDATES) break;
    const away = distanceWithin(wanted, name.toLowerCase(), wanted.length < 5 ? 1 : 2);
    if (away >= least) continue;
    [nearest, least] = [name, away];
  }
  return nearest;
}

/** The number of letters to change, add or remove; `Infinity` for more than `limit` and no common beginning. */
function distanceWithin(one: string, other: string, limit: number): number {
  if (other.length > NAME_LENGTH) return Infinity;
  if (Math.abs(one.length - other.length) > limit)
    return hasCommonBeginning(one, other) ? limit + 1 : Infinity;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 0; at < one.length; at += 1) {
    const next = [at + 1];
    for (let column = 0; column < other.length; column += 1) {
      const changed = (row[column] ?? 0) + (one[at] === other[column] ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    if (Math.min(...next) > limit) return Infinity;
    row = next;
  }
  const away = row[other.length] ?? Infinity;
  return away <= limit ? away : Infinity;
}

/** Whether one of two names is the other with something after it, of which at least half is common. */
function hasCommonBeginning(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return 2 * short.length >= long.length && long.startsWith(short);
}
