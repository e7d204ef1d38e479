/** The same JSON with line breaks; `null` when it is no JSON. */
export function prettyJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** A value for people: texts as they are, everything else as JSON with line breaks, nothing for `null`. */
export function shownJson(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
