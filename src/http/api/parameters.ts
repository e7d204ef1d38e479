import * as z from 'zod';

/** A query parameter that is an integer, as pydantic reads one; in a URL everything arrives as text. */
export const intParameter = z
  .string()
  .meta({ type: 'integer' })
  .transform((text, ctx) => {
    const [, digits] = /^\s*([+-]?\d+(?:_\d+)*)(?:\.0*)?\s*$/.exec(text) ?? [];
    if (digits !== undefined) return clamp(Number(digits.replaceAll('_', '')));
    const message = 'Input should be a valid integer, unable to parse string as an integer';
    ctx.addIssue({ code: 'custom', message, params: { type: 'int_parsing' } });
    return z.NEVER;
  });

function clamp(value: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER));
}

/** A query parameter that is an integer within bounds. */
export function intBetween(minimum: number, maximum: number) {
  return intParameter.pipe(z.number().min(minimum).max(maximum)).meta({ minimum, maximum });
}

const YES = /^(?:true|t|yes|y|on|1)$/i;
const NO = /^(?:false|f|no|n|off|0)$/i;

/** A query parameter that is a boolean, as pydantic reads one. */
export const booleanParameter = z
  .string()
  .meta({ type: 'boolean' })
  .transform((text, ctx) => {
    if (YES.test(text)) return true;
    if (NO.test(text)) return false;
    const message = 'Input should be a valid boolean, unable to interpret input';
    ctx.addIssue({ code: 'custom', message, params: { type: 'bool_parsing' } });
    return z.NEVER;
  });

/** A query parameter with several values, separated by commas. */
export const listParameter = z.string().transform((text) => text.split(',').map((word) => word.trim()));
