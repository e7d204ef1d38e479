import { z } from 'zod';
import { intParameter, type Page } from './pagination.ts';

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 't', 'yes', 'y', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'f', 'no', 'n', 'off'].map((word) => [word, false] as const),
]);

/** A query parameter that is a boolean, in every spelling that FastAPI takes. */
export const booleanParameter = z.string().transform((text, ctx) => {
  const value = BOOLEANS.get(text.toLowerCase());
  if (value !== undefined) return value;
  const message = 'Input should be a valid boolean, unable to interpret input';
  ctx.addIssue({ code: 'custom', message, params: { type: 'bool_parsing' } });
  return z.NEVER;
});

/** A query parameter with several values, separated by commas. */
export const listParameter = z.string().transform((text) => text.split(',').map((word) => word.trim()));

/** `limit` and `offset` beside other parameters; `pageIn` reads them. */
export const pageParameters = { limit: intParameter.optional(), offset: intParameter.optional() };

/** The page that is asked for: ten records unless the request says otherwise. */
export function pageIn(query: { readonly [Key in keyof Page]?: number | undefined }): Page {
  return { limit: Math.max(0, query.limit ?? 10), offset: Math.max(0, query.offset ?? 0) };
}
