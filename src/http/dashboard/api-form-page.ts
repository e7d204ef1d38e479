import { type ApiField, fieldsModel, type FormValues, shownBodyOf } from './api-form.ts';
import { type DashboardContext, type DashboardView, keyOf, type SectionName } from './context.ts';
import { apiCurl } from './curl.ts';
import { curlHref } from './live-curl.ts';

/** A kind of record that a form creates, and another changes, as requests to the S2S API do. */
export interface ApiResource {
  readonly section: SectionName;
  /** The page with the list of them, below the root of the game: `/coupons`. */
  readonly path: string;
  /** What that page is called. */
  readonly name: string;
  /** Below `/s2s`: `/v1/coupons`. */
  readonly apiPath: string;
  /** What the body has besides the fields. */
  readonly base: object;
}

interface ApiForm {
  readonly fields: readonly ApiField[];
  /** What the form has before it is submitted. */
  readonly stored: FormValues;
  readonly title: string;
  readonly submit: string;
}

/**
 * The page with the form and the curl command that does the same.
 *
 * @param id the record to change; `null` for a new one
 */
export function apiFormPage(
  context: DashboardContext,
  resource: ApiResource,
  id: string | null,
  { fields, stored, title, submit }: ApiForm,
): DashboardView {
  const { section, path, name } = resource;
  const { root, problem } = context;
  const values = problem?.submitted ?? stored;
  return {
    view: 'api-form',
    title,
    section,
    model: {
      ...fieldsModel(fields, values, context),
      listHref: root + path,
      listName: name,
      title,
      submit,
      action: `${root}${path}/${id ?? 'new'}`,
      curl: apiFormCurl(context, resource, fields, values, id),
      curlHref: curlHref(root, section, id),
    },
  };
}

/** The request that does what the form does with these values. */
export function apiFormCurl(
  context: DashboardContext,
  { apiPath, base }: ApiResource,
  fields: readonly ApiField[],
  values: FormValues,
  id: string | null,
): string {
  const [method, target] = id === null ? ['POST', apiPath] : ['PUT', `${apiPath}/${encodeURIComponent(id)}`];
  const body = { ...base, ...shownBodyOf(fields, values) };
  return apiCurl(context.base, `/s2s${target}`, body, keyOf(context), method);
}
