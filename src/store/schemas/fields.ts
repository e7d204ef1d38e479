import * as z from 'zod';

/** An object with exactly the fields of `T`; the compiler checks that none is left out, not even an optional one. */
export function fields<T extends object>(shape: {
  readonly [Key in keyof T]-?: z.ZodType<T[Key]>;
}): z.ZodType<T> {
  return z.strictObject(shape) as unknown as z.ZodType<T>;
}

/** One of the names of a type, all of which are listed as keys. */
export function oneOf<Name extends string>(names: Readonly<Record<Name, true>>): z.ZodType<Name> {
  return z.enum(Object.keys(names) as [Name, ...Name[]]);
}

export const text = z.string();
export const maybeText = z.string().nullable();
export const number = z.number();
export const maybeNumber = z.number().nullable();
export const flag = z.boolean();
export const maybeFlag = z.boolean().nullable();
export const texts = z.array(z.string());
/** Fields that the emulator stores as they were sent. */
export const anything = z.record(z.string(), z.unknown());
export const textMap = z.record(z.string(), z.string());
