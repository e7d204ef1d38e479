/**
 * Every stored record has an id that is unique in its table. Times are Unix milliseconds, amounts are minor units
 * of their currency. A field without a value is `null`, so that all records of a table have the same shape.
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

/** A change of a record: fields that it leaves out, or that are `undefined`, keep their values. */
export type ChangeOf<R> = { readonly [Key in keyof R]?: R[Key] | undefined };

/** The record with the change applied. */
export function applyChange<R extends object>(record: R, change: ChangeOf<NoInfer<R>>): R {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...record, ...given };
}
