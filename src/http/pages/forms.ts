import * as z from 'zod';
import { Conflict, Invalid, StorageUnavailable } from '../../domain/model/errors.ts';
import { parse } from '../api/validation.ts';
import { InvalidRequest, toProblem } from '../server/problems.ts';

/** The fields of a submitted form, as they were filled in. */
export interface SubmittedForm {
  /** The first value of a field, without spaces around it; empty when the field was not sent. */
  readonly text: (name: string) => string;
  /** All values of a field. */
  readonly list: (name: string) => readonly string[];
}

/** What is wrong with one field. */
export interface FieldProblem {
  readonly code: string;
  readonly message: string;
}

/** Why a form was refused. */
export interface FormProblem {
  readonly status: number;
  /** A sentence for the page as a whole. */
  readonly message: string;
  /** By the names of the fields. */
  readonly fields: Readonly<Record<string, FieldProblem>>;
  readonly submitted: SubmittedForm;
  readonly error: Error;
}

/** What a page can say about an error; `null` for errors that have a page of their own. */
export function formProblem(error: unknown, submitted: SubmittedForm): FormProblem | null {
  const { status } = toProblem(error);
  if (error instanceof Invalid || error instanceof InvalidRequest) {
    const message = 'The form has errors, so nothing was saved.';
    return { status, message, fields: fieldProblems(error), submitted, error };
  }
  if (error instanceof Conflict || error instanceof StorageUnavailable) {
    return { status, message: error.message, fields: {}, submitted, error };
  }
  return null;
}

/** A field is named by the first step of the path: `items` for `items.0.sku`. */
function fieldProblems(error: Invalid | InvalidRequest): Record<string, FieldProblem> {
  const problems =
    error instanceof Invalid
      ? error.faults.map(({ path, code, message }) => [String(path[0] ?? ''), { code, message }] as const)
      : error.details.map(
          ({ loc, type, msg }) => [String(loc[1] ?? ''), { code: type, message: msg }] as const,
        );
  return Object.fromEntries(problems);
}

/** Reads a body that Express has parsed as a form. */
export function submittedForm(body: unknown): SubmittedForm {
  const fields = new Map<string, unknown>(typeof body === 'object' && body ? Object.entries(body) : []);
  const list = (name: string): string[] => {
    return [fields.get(name)].flat().filter((value) => typeof value === 'string');
  };
  return { list, text: (name) => list(name)[0]?.trim() ?? '' };
}

/** @throws InvalidRequest */
export function parseForm(schema: z.ZodObject, { list, text }: SubmittedForm): unknown {
  const values = Object.entries(schema.shape).map(([name, field]): [string, unknown] => {
    if (field instanceof z.ZodArray) return [name, list(name)];
    return [name, field instanceof z.ZodOptional && text(name) === '' ? undefined : text(name)];
  });
  return parse(schema, Object.fromEntries(values), 'body');
}

/** @throws InvalidRequest */
export function parseQuery(schema: z.ZodObject, search: URLSearchParams): unknown {
  const single = [...search].filter(([name, value]) => value !== '' && search.getAll(name).length === 1);
  return parse(schema, Object.fromEntries(single), 'query');
}
