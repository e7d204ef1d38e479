import { z } from 'zod';

/** A whole number of any size: some published bounds lie beyond those of `z.int()`. */
export function wideInteger() {
  return z
    .number()
    .check((ctx) => {
      if (Number.isInteger(ctx.value)) return;
      ctx.issues.push({ code: 'invalid_type', expected: 'int', input: ctx.value });
    })
    .meta({ type: 'integer' });
}
