import * as z from 'zod';
import type { FormValues } from './api-form.ts';
import { valuesOfForm } from './api-form.ts';
import { dashboardPage, type DashboardContext, type SectionName } from './context.ts';

/** The request that does what a form does. */
interface FormCurl {
  /** Names the form in the address: `order`. */
  readonly name: string;
  readonly section: SectionName;
  /** The fields of the form. */
  readonly fields: readonly string[];
  /** @param id the record that the form changes; `null` for a new one */
  readonly curl: (context: DashboardContext, values: FormValues, id: string | null) => string;
  readonly formLimit?: number;
}

/**
 * Answers with the curl command for the present fields of a form, which changes nothing: as JSON while a person fills the
 * form in, and as a page for browsers without JavaScript.
 */
export function curlPage({ name, section, fields, curl, formLimit }: FormCurl) {
  return dashboardPage({
    method: 'POST',
    path: `/curl/${name}`,
    query: z.object({
      id: z.string().max(100).optional(),
      as: z.literal('json').optional().catch(undefined),
    }),
    form: z.object(Object.fromEntries(fields.map((field) => [field, z.array(z.string())]))),
    ...(formLimit !== undefined && { formLimit }),
    run: (context, { query, form }) => {
      const command = curl(context, trimmed(valuesOfForm(form)), query.id ?? null);
      if (query.as === 'json') return { json: { curl: command } };
      return { view: 'curl', title: 'The same over the API', section, model: { curl: command } };
    },
  });
}

/** As the form's own page reads them. */
function trimmed({ text, list }: FormValues): FormValues {
  return { list, text: (name) => text(name).trim() };
}

/** Where a form asks for its command. */
export function curlHref(root: string, name: string, id: string | null = null): string {
  return `${root}/curl/${name}${id === null ? '' : `?id=${encodeURIComponent(id)}`}`;
}
