import { Conflict, StorageUnavailable } from '../../domain/model/errors.ts';
import { detailsOf, toProblem } from '../server/problems.ts';

/** Why a form was refused: one sentence for the page and one for each field at fault. */
export interface FormProblem {
  readonly status: number;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What a page can say about an error; `null` for those that are no answer to a form. */
export function formProblem(error: unknown): FormProblem | null {
  const { status } = toProblem(error);
  const details = detailsOf(error);
  if (details) {
    const fields = details.map(({ loc, msg }): [string, string] => [String(loc[1] ?? ''), msg]);
    return { status, message: 'Nothing was saved: see below.', fields: Object.fromEntries(fields) };
  }
  if (error instanceof Conflict || error instanceof StorageUnavailable) {
    return { status, message: error.message, fields: {} };
  }
  return null;
}
