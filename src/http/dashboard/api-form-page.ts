import { type ApiField, bodyOfForm, fieldsModel, type FormValues, MORE_FIELDS } from './api-form.ts';
import { type DashboardContext, type DashboardView, keyOf, type SectionName } from './context.ts';
import { apiCurl } from './curl.ts';

/** A kind of record that a form creates, and another changes, as requests to the S2S API do. */
interface ApiResource {
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
  { section, path, name, apiPath, base }: ApiResource,
  id: string | null,
  { fields, stored, title, submit }: ApiForm,
): DashboardView {
  const { root, problem } = context;
  const values = problem?.submitted ?? stored;
  const sent = fields.filter((field) => field.name !== MORE_FIELDS.name);
  const body = { ...base, ...bodyOfForm(sent, values) };
  const [method, target] = id === null ? ['POST', apiPath] : ['PUT', `${apiPath}/${id}`];
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
      curl: apiCurl(context.base, `/s2s${target}`, body, keyOf(context), method),
    },
  };
}
