import { distance } from 'fastest-levenshtein';

/** The emulator cannot start, for a reason outside it; the message is one line that says what to do. */
export class StartFailure extends Error {
  override readonly name: string = 'StartFailure';
}

/** A flag, environment variable or option is wrong; the message names it and says what is allowed. */
export class SettingsError extends StartFailure {
  override readonly name = 'SettingsError';
}

/** The name most like `text`, or `null` when none is close enough to be what was meant. */
export function nearest(text: string, names: readonly string[]): string | null {
  const tolerated = Math.min(3, Math.max(1, Math.floor(text.length / 2)));
  const ranked = names
    .map((name) => ({ name, distance: distance(text, name) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= tolerated ? best.name : null;
}
