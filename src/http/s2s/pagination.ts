import { z } from 'zod';

/** A query parameter that is an integer; in a URL everything arrives as text. */
export const intParameter = z.string().transform((text, ctx) => {
  if (/^[+-]?\d{1,15}$/.test(text.trim())) return Number(text);
  const message = 'Input should be a valid integer, unable to parse string as an integer';
  ctx.addIssue({ code: 'custom', message, params: { type: 'int_parsing' } });
  return z.NEVER;
});

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
