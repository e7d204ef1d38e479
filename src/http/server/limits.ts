import { DETAIL_STEP_LENGTH, shortened, type ValidationDetail } from './problems.ts';

/**
 * Limits on what a JSON body may hold, besides its size in bytes. The published specification bounds few lists and texts,
 * so these are the emulator's own: far above what a game sends, and low enough that no body takes long to validate.
 */
export const BODY_LIMITS = {
  /** Items of one list. */
  listItems: 10_000,
  /** Fields of one object. */
  objectFields: 1000,
  /** Characters of a field's name. */
  nameLength: 256,
  /** Characters of a text; the published specification allows no longer one. */
  textLength: 100_000,
  /** Lists, objects, texts, numbers and so on of a whole body. */
  values: 50_000,
} as const;

/** What in a parsed body exceeds a limit; `null` if nothing does. Stops at the first, so it never takes long itself. */
export function exceededLimit(body: unknown, values: number = BODY_LIMITS.values): ValidationDetail | null {
  const budget = { left: values, values };
  const found = exceededBy(body, budget);
  return found && { loc: ['body', ...found.path], msg: found.msg, type: found.type };
}

interface Exceeded {
  readonly path: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** How many values are allowed, and how many of them are left. */
interface Budget {
  readonly values: number;
  left: number;
}

function exceededBy(value: unknown, budget: Budget): Exceeded | null {
  budget.left -= 1;
  if (budget.left < 0) {
    return {
      path: [],
      msg: `The body should have at most ${budget.values} values in all`,
      type: 'too_long',
    };
  }
  if (typeof value === 'string') return exceededText(value);
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return exceededList(value, budget);
  return exceededObject(value as Readonly<Record<string, unknown>>, budget);
}

function exceededText(text: string): Exceeded | null {
  const { textLength } = BODY_LIMITS;
  if (text.length <= textLength) return null;
  return { path: [], msg: `String should have at most ${textLength} characters`, type: 'string_too_long' };
}

function exceededList(list: readonly unknown[], budget: Budget): Exceeded | null {
  const { listItems } = BODY_LIMITS;
  if (list.length > listItems) {
    const msg = `List should have at most ${listItems} items after validation, not ${list.length}`;
    return { path: [], msg, type: 'too_long' };
  }
  for (const [index, item] of list.entries()) {
    const found = exceededBy(item, budget);
    if (found) return { ...found, path: [index, ...found.path] };
  }
  return null;
}

function exceededObject(object: Readonly<Record<string, unknown>>, budget: Budget): Exceeded | null {
  const names = Object.keys(object);
  const { objectFields, nameLength } = BODY_LIMITS;
  if (names.length > objectFields) {
    const msg = `Dictionary should have at most ${objectFields} items after validation, not ${names.length}`;
    return { path: [], msg, type: 'too_long' };
  }
  for (const name of names) {
    if (name.length > nameLength) {
      const msg = `Field names should have at most ${nameLength} characters`;
      return { path: [shortened(name, DETAIL_STEP_LENGTH)], msg, type: 'string_too_long' };
    }
    const found = exceededBy(object[name], budget);
    if (found) return { ...found, path: [name, ...found.path] };
  }
  return null;
}
