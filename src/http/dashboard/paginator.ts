import type { PageContext } from './visit.ts';

export const PAGE_SIZE = 25;

export interface Paginator {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly newer: string | null;
  readonly older: string | null;
}

/** The page of a list that the address asks for, and the links to its neighbours. */
export function paginate<T>(visit: PageContext, path: string, all: readonly T[]) {
  const last = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  const asked = Number.parseInt(visit.query['page'] ?? '1', 10);
  const page = Math.min(last, Math.max(1, Number.isNaN(asked) ? 1 : asked));
  const offset = (page - 1) * PAGE_SIZE;
  const shown = all.slice(offset, offset + PAGE_SIZE);
  const link = (to: number) => `${visit.root}${path}?${queryWith(visit.query, to)}`;
  const paginator: Paginator = {
    from: all.length === 0 ? 0 : offset + 1,
    to: offset + shown.length,
    total: all.length,
    newer: page > 1 ? link(page - 1) : null,
    older: page < last ? link(page + 1) : null,
  };
  return { shown, paginator };
}

function queryWith({ done: _done, ...query }: PageContext['query'], page: number): string {
  return new URLSearchParams({ ...query, page: String(page) }).toString();
}
