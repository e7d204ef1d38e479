/** What a request may change of a record: what it leaves out stays as it is. */
export type ChangeOf<R> = { readonly [Key in keyof R]?: R[Key] | undefined };

/** The record with what the change gives. */
export function applyChange<R extends object>(record: R, change: ChangeOf<NoInfer<R>>): R {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...record, ...given };
}
