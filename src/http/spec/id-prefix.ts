import type { SpecSchema } from './json-schema.ts';

const PREFIXED = /(?:^|[\s`'"(])([a-z]{2,12}_)[A-Za-z0-9]{6,}/;

/** The longest id that is made: prefix and random characters. */
const RANDOM_CHARACTERS = 11;

/** The beginning of ids: as the document's own examples have it, else made of the words of the parameter's name. */
export function prefixOf(schema: SpecSchema, parameter: string): string {
  const { example, examples, description } = schema;
  for (const text of [example, ...(Array.isArray(examples) ? (examples as unknown[]) : []), description]) {
    const prefix = typeof text === 'string' ? PREFIXED.exec(text)?.[1] : undefined;
    if (prefix !== undefined) return prefix;
  }
  const prefix = `${abbreviated(parameter.replace(/_?id$/i, '') || 'record')}_`;
  const room = (schema.maxLength ?? Infinity) - RANDOM_CHARACTERS;
  return prefix.length <= room ? prefix : '';
}

/** `news` stays, `daily_reward` becomes `drew`: the initials of all words but the last, of which the first letters stay. */
function abbreviated(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .split('_')
    .filter(Boolean);
  const last = words.at(-1) ?? '';
  const initials = words
    .slice(0, -1)
    .map((word) => word[0] ?? '')
    .join('');
  return initials === '' ? last.slice(0, 4) : `${initials}${last.slice(0, 3)}`;
}
