import { z } from 'zod';
import type { Page } from './pagination.ts';
import { intParameter } from './parameters.ts';

/** A query parameter with several values, separated by commas. */
export const listParameter = z.string().transform((text) => text.split(',').map((word) => word.trim()));

/** `limit` and `offset` beside other parameters; `pageIn` reads them. */
export const pageParameters = { limit: intParameter.optional(), offset: intParameter.optional() };

/** The page that is asked for: ten records unless the request says otherwise. */
export function pageIn(query: { readonly [Key in keyof Page]?: number | undefined }): Page {
  return { limit: Math.max(0, query.limit ?? 10), offset: Math.max(0, query.offset ?? 0) };
}
