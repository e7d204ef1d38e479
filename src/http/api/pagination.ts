import * as z from 'zod';
import { intBetween, intParameter } from './parameters.ts';

const atLeastZero = intParameter.transform((value) => Math.max(0, value));

/** `limit` and `offset` of the S2S API, which the specification does not bound; negative numbers count as zero. */
export function pageParameters(defaultLimit = 10) {
  return { limit: atLeastZero.default(defaultLimit), offset: atLeastZero.default(0) };
}

/** `limit` and `offset` of the control API, which refuses what is out of bounds. */
export const boundedPageParameters = {
  limit: intBetween(1, 1000).default(50),
  offset: intBetween(0, Number.MAX_SAFE_INTEGER).default(0),
};

/** How much text the records of one answer may have, in characters. A record that has more is answered alone. */
export const PAGE_SIZE_LIMIT = 4 * 1024 * 1024;

/** A page of a list in the control API, and how many records the whole list has. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.lazy(() =>
    z.object({
      data: z.array(item),
      total: z.int(),
      next_offset: z
        .int()
        .optional()
        .describe('Where to go on, only when the page ends before its limit because its records are large.'),
    }),
  );
}

/** The part of a list that `limit` and `offset` select, as far as it is not too large for one answer. */
export function listPage<T, Wire>(
  all: { readonly length: number; slice(start: number, end: number): readonly T[] },
  { limit, offset }: { readonly limit: number; readonly offset: number },
  toWire: (record: T) => Wire,
): { data: Wire[]; total: number; next_offset?: number } {
  const selected = all.slice(offset, offset + limit);
  const data = takeWithin(selected, PAGE_SIZE_LIMIT, toWire);
  const page = { data, total: all.length };
  return data.length < selected.length ? { ...page, next_offset: offset + data.length } : page;
}

/** What the first records become, as many of them as the size allows; always one if there is any. */
export function takeWithin<T, Wire>(
  records: Iterable<T>,
  sizeLimit: number,
  toWire: (record: T) => Wire,
): Wire[] {
  const taken: Wire[] = [];
  let size = 0;
  for (const record of records) {
    const wire = toWire(record);
    size += sizeOf(wire);
    if (size > sizeLimit && taken.length > 0) break;
    taken.push(wire);
  }
  return taken;
}

/** About how many characters a value has as JSON. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + sizeOf(one) + 1, 2);
  return Object.entries(value).reduce((sum, [name, one]) => sum + name.length + 4 + sizeOf(one), 2);
}

/** The part of a list that `limit` and `offset` select. */
export function pageOf<T>(
  all: readonly T[],
  { limit, offset }: { readonly limit: number; readonly offset: number },
): readonly T[] {
  return all.slice(offset, offset + limit);
}

/** Select a part of a list by the id of the record before or after it. */
export const cursorParameters = {
  limit: atLeastZero.default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
};

interface CursorQuery {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

/**
 * `InfinitePaginatedResponse` of the published specification. `starting_after` wins over `ending_before`; an
 * id that is not in the list has nothing before or after it.
 */
export function cursorPage<T extends { readonly id: string }>(all: readonly T[], query: CursorQuery) {
  const { limit } = query;
  const backwards = query.starting_after === undefined && query.ending_before !== undefined;
  const rest = backwards ? before(all, query.ending_before) : after(all, query.starting_after);
  const data = backwards ? rest.slice(Math.max(0, rest.length - limit)) : rest.slice(0, limit);
  const next = backwards ? data[0] : data.at(-1);
  const hasMore = rest.length > data.length;
  return { data, has_more: hasMore, next_cursor: hasMore ? next?.id : undefined };
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
