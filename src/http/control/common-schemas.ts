import * as z from 'zod';

/** The body of a request that says nothing: a misplaced field is refused rather than ignored. */
export const noBody = z.strictObject({});

/** One page of a list, and how many records the whole list has. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.lazy(() => z.object({ data: z.array(item), total: z.int() }));
}
