import { z } from 'zod';
import { intParameter } from './parameters.ts';

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
