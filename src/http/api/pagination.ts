import * as z from 'zod';
import { intParameter } from './parameters.ts';

/** A query parameter with several values, separated by commas. */
export const listParameter = z.string().transform((text) => text.split(',').map((word) => word.trim()));

/** `limit` and `offset` beside other parameters; `pageIn` reads them. */
export const pageParameters = { limit: intParameter.optional(), offset: intParameter.optional() };

/** The page that is asked for: ten records unless the request says otherwise. */
export function pageIn(query: { readonly [Key in keyof Page]?: number | undefined }): Page {
  return { limit: Math.max(0, query.limit ?? 10), offset: Math.max(0, query.offset ?? 0) };
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** `limit` and `offset`, which the specification does not bound; negative numbers count as zero. */
export function paginationSchema(defaultLimit: number) {
  return z
    .object({ limit: intParameter.optional(), offset: intParameter.optional() })
    .transform(({ limit, offset }) => ({
      limit: Math.max(0, limit ?? defaultLimit),
      offset: Math.max(0, offset ?? 0),
    }));
}

export function pageOf<T>(all: readonly T[], { limit, offset }: Page): readonly T[] {
  return all.slice(offset, offset + limit);
}

/** A part of a list, found by the id of the record before or after it. */
export interface CursorQuery {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

/**
 * `InfinitePaginatedResponse` of the published specification. `starting_after` wins over `ending_before`; an
 * id that is not in the list has nothing before or after it.
 */
export function cursorPage<T extends { readonly id: string }>(all: readonly T[], query: CursorQuery) {
  const limit = Math.max(0, query.limit ?? 10);
  const backwards = query.starting_after === undefined && query.ending_before !== undefined;
  const rest = backwards ? before(all, query.ending_before) : after(all, query.starting_after);
  const data = backwards ? rest.slice(Math.max(0, rest.length - limit)) : rest.slice(0, limit);
  const next = backwards ? data[0] : data.at(-1);
  const hasMore = rest.length > data.length;
  return { data, has_more: hasMore, ...(hasMore && next && { next_cursor: next.id }) };
}

function after<T extends { readonly id: string }>(all: readonly T[], id: string | undefined): readonly T[] {
  if (id === undefined) return all;
  const at = all.findIndex((record) => record.id === id);
  return at === -1 ? [] : all.slice(at + 1);
}

function before<T extends { readonly id: string }>(all: readonly T[], id: string | undefined): readonly T[] {
  const at = all.findIndex((record) => record.id === id);
  return at === -1 ? [] : all.slice(0, at);
}
