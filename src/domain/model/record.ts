/**
 * What every stored record has: an id that is unique in its table. Records (`model/`) hold times in Unix
 * milliseconds and amounts in minor units of their currency; a field without a value is `null`, so that
 * all records of a kind have one shape.
 */
export interface Stored {
  readonly id: string;
}

/**
 * A record that another record refers to.
 *
 * @throws Error when it is not there: the stored data contradicts itself.
 */
export function existing<R>(table: { get(id: string): R | undefined }, id: string): R {
  const record = table.get(id);
  if (record === undefined) throw new Error(`Record ${JSON.stringify(id)} is missing in the store.`);
  return record;
}

/** What a request may change of a record: what it leaves out stays as it is. */
export type ChangeOf<R> = { readonly [Key in keyof R]?: R[Key] | undefined };

/** The record with what the change gives. */
export function applyChange<R extends object>(record: R, change: ChangeOf<NoInfer<R>>): R {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...record, ...given };
}
