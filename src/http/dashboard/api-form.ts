import * as z from 'zod';
import { invalidField } from '../../domain/model/errors.ts';
import type { SubmittedForm } from '../pages/forms.ts';
import type { DashboardContext } from './context.ts';

/** A field of a form that makes the body of an API request. */
export interface ApiField {
  /** That of the body's field. */
  readonly name: string;
  readonly label: string;
  /** `lines` are `key=value`, one a line; `json` is an object whose fields are added to the body. */
  readonly kind: 'text' | 'number' | 'select' | 'check' | 'ids' | 'lines' | 'json';
  readonly options?: readonly string[];
  readonly hint?: string;
  readonly required?: boolean;
}

/** The field for everything that has none of its own. */
export const MORE_FIELDS: ApiField = {
  name: 'more',
  label: 'Further fields, as JSON',
  kind: 'json',
  hint: 'An object; its fields are added to the body as they are.',
};

/** What a form's fields are read from: what was submitted, an address, or a record. */
export type FormValues = Pick<SubmittedForm, 'text' | 'list'>;

export function valuesOfSearch(search: URLSearchParams): FormValues {
  return { text: (name) => search.get(name) ?? '', list: (name) => search.getAll(name) };
}

/** The values of a body that was stored: numbers as texts, true as a checked box. */
export function valuesOfBody(
  fields: readonly ApiField[],
  body: Readonly<Record<string, unknown>>,
): FormValues {
  const texts = new Map(fields.map((field) => [field.name, shownValue(field, body[field.name])]));
  return { text: (name) => texts.get(name) ?? '', list: () => [] };
}

function shownValue({ kind }: ApiField, value: unknown): string {
  if (value === null || value === undefined || value === false) return '';
  if (value === true) return 'on';
  if (kind === 'lines') {
    const pairs = Object.entries(value as Readonly<Record<string, string>>);
    return pairs.map(([key, text]) => `${key}=${text}`).join('\n');
  }
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a submitted form has: a text for each field. */
export function formSchema(fields: readonly ApiField[]) {
  return z.object(Object.fromEntries(fields.map(({ name }) => [name, z.string()])));
}

/** What `formSchema` gives. */
type FormFields = Readonly<Record<string, string | readonly string[]>>;

export function valuesOfForm(form: FormFields): FormValues {
  const list = (name: string) => [form[name] ?? []].flat();
  return { list, text: (name) => list(name)[0] ?? '' };
}

/**
 * The body that the fields make. Empty fields are left out, and a number that is none stays a text, so that the schema
 * of the API says what is wrong.
 *
 * @throws Invalid when further fields are no JSON object
 */
export function bodyOfForm(fields: readonly ApiField[], values: FormValues): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const text = values.text(field.name).trim();
    if (text === '') continue;
    if (field.kind === 'json') Object.assign(body, objectIn(field.name, text));
    else body[field.name] = valueOf(field, text);
  }
  return body;
}

/** The body as far as it can be shown while the form is filled in: without further fields that are no JSON yet. */
export function shownBodyOf(fields: readonly ApiField[], values: FormValues): Record<string, unknown> {
  try {
    return bodyOfForm(fields, values);
  } catch {
    return bodyOfForm(
      fields.filter(({ kind }) => kind !== 'json'),
      values,
    );
  }
}

/** The body that a submitted form makes: see `bodyOfForm`. */
export function submittedBody(fields: readonly ApiField[], form: FormFields): Record<string, unknown> {
  return bodyOfForm(fields, valuesOfForm(form));
}

function valueOf({ kind }: ApiField, text: string): unknown {
  switch (kind) {
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'check':
      return true;
    case 'ids':
      return text.split(/[\s,]+/).filter((id) => id !== '');
    case 'lines':
      return Object.fromEntries(text.split('\n').map(pairIn));
    default:
      return text;
  }
}

function pairIn(line: string): [string, string] {
  const [key = '', ...value] = line.trim().split('=');
  return [key.trim(), value.join('=').trim()];
}

function objectIn(name: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw invalidField([name], 'invalid_json', 'Not a JSON object, such as {"comment": "a test"}.');
}

/** The fields as a view shows them, with what is wrong, and errors about fields that the form does not have. */
export function fieldsModel(fields: readonly ApiField[], values: FormValues, { problem }: DashboardContext) {
  const names = new Set(fields.map(({ name }) => name));
  const problems = Object.entries(problem?.fields ?? {});
  return {
    inputs: fields.map(({ name, label, kind, options, hint, required }) => ({
      name,
      label,
      kind,
      options: options ?? [],
      hint: hint ?? '',
      required: required ?? false,
      value: values.text(name),
      error: problem?.fields[name]?.message ?? '',
    })),
    otherErrors: problems
      .filter(([name]) => !names.has(name))
      .map(([name, { message }]) => (name === '' ? message : `${name}: ${message}`)),
  };
}
