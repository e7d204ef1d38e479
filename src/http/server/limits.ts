import type { ValidationDetail } from './problems.ts';

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
  /** Characters of a text. */
  textLength: 65_536,
  /** Lists, objects, texts, numbers and so on of a whole body. */
  values: 50_000,
} as const;

/** The most that one 422 reports; the last detail says how many more there are. */
export const DETAILS_LIMIT = 100;

const STEP_LENGTH = 100;
const MESSAGE_LENGTH = 500;

/** What in a parsed body exceeds a limit; `null` if nothing does. Stops at the first, so it never takes long itself. */
export function exceededLimit(body: unknown): ValidationDetail | null {
  const budget = { values: BODY_LIMITS.values };
  const found = exceededBy(body, budget);
  return found && { loc: ['body', ...found.path], msg: found.msg, type: found.type };
}

interface Exceeded {
  readonly path: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

function exceededBy(value: unknown, budget: { values: number }): Exceeded | null {
  budget.values -= 1;
  if (budget.values < 0) {
    return {
      path: [],
      msg: `The body should have at most ${BODY_LIMITS.values} values in all`,
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

function exceededList(list: readonly unknown[], budget: { values: number }): Exceeded | null {
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

function exceededObject(
  object: Readonly<Record<string, unknown>>,
  budget: { values: number },
): Exceeded | null {
  const names = Object.keys(object);
  const { objectFields, nameLength } = BODY_LIMITS;
  if (names.length > objectFields) {
    const msg = `Dictionary should have at most ${objectFields} items after validation, not ${names.length}`;
    return { path: [], msg, type: 'too_long' };
  }
  for (const name of names) {
    if (name.length > nameLength) {
      const msg = `Field names should have at most ${nameLength} characters`;
      return { path: [shortened(name, STEP_LENGTH)], msg, type: 'string_too_long' };
    }
    const found = exceededBy(object[name], budget);
    if (found) return { ...found, path: [name, ...found.path] };
  }
  return null;
}

/** The details that an answer carries: at most `DETAILS_LIMIT`, each with short steps and a short message. */
export function boundedDetails(
  details: readonly ValidationDetail[],
  total = details.length,
): readonly ValidationDetail[] {
  const shown = details.slice(0, DETAILS_LIMIT).map(({ loc, msg, type }) => ({
    loc: loc.map((step) => (typeof step === 'string' ? shortened(step, STEP_LENGTH) : step)),
    msg: shortened(msg, MESSAGE_LENGTH),
    type,
  }));
  const more = total - shown.length;
  return more > 0 ? [...shown, { loc: ['body'], msg: `and ${more} more`, type: 'more_errors' }] : shown;
}

/** A text of at most `length` characters; one that was longer ends with an ellipsis. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
