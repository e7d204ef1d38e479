import type { FoundPlayer } from '../../domain/hub/answers.ts';

type Components = Readonly<Record<string, unknown>>;

/** A character of an account, with the form that logs it in. */
export function characterModel({ name, avatar_url, player }: FoundPlayer) {
  return {
    name,
    avatar: avatar_url ?? null,
    about: Object.entries(player)
      .map(([key, value]) => `${key} ${nameOf(value)}`)
      .join(', '),
    player: JSON.stringify(player),
  };
}

/**
 * The player id of a character: the values of its components, with the id of those that are objects, joined by colons.
 * The documents do not say how a composite id becomes one.
 */
export function compositeId(components: Components): string {
  return Object.values(components).map(idOf).join(':');
}

/** The components that a form sends; `null` if it sends none. */
export function readComponents(text: string): Components | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && Object.keys(value).length > 0 ? (value as Components) : null;
  } catch {
    return null;
  }
}

/** `{"id":"gerund-23","name":"Gerund 23"}` has an id and a name. */
function fieldOf(value: unknown, field: 'id' | 'name'): unknown {
  return typeof value === 'object' && value !== null && field in value
    ? (value as Components)[field]
    : undefined;
}

function idOf(value: unknown): string {
  return textOf(fieldOf(value, 'id') ?? value);
}

function nameOf(value: unknown): string {
  return textOf(fieldOf(value, 'name') ?? fieldOf(value, 'id') ?? value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
