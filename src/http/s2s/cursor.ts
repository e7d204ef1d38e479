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
