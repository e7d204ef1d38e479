import { type ApiField, bodyOfForm, fieldsModel, type FormValues, MORE_FIELDS } from './api-form.ts';
import { type DashboardContext, keyOf } from './context.ts';
import { apiCurl } from './curl.ts';

/** A form that does what a request to the S2S API does. */
interface ApiFormSpec {
  readonly fields: readonly ApiField[];
  /** What the form has before it is submitted. */
  readonly stored: FormValues;
  /** The list that it belongs to: its path and name. */
  readonly list: readonly [path: string, name: string];
  readonly title: string;
  readonly submit: string;
  /** Where the form is sent, below the root of the game. */
  readonly path: string;
  /** The same over the API. `base` is what the body has besides. */
  readonly request: { readonly method: string; readonly path: string; readonly base: object };
}

/** The model of `views/dashboard/pages/api-form.ejs`. */
export function apiFormModel(context: DashboardContext, spec: ApiFormSpec) {
  const { root, base, problem } = context;
  const { fields, stored, list, title, submit, path, request } = spec;
  const values = problem?.submitted ?? stored;
  const sent = fields.filter(({ name }) => name !== MORE_FIELDS.name);
  const body = { ...request.base, ...bodyOfForm(sent, values) };
  return {
    ...fieldsModel(fields, values, context),
    listHref: root + list[0],
    listName: list[1],
    title,
    submit,
    action: root + path,
    curl: apiCurl(base, `/s2s${request.path}`, body, keyOf(context), request.method),
  };
}
