import { isIP } from 'node:net';
import * as z from 'zod';
import { judgeLink } from '../../domain/model/links.ts';

const REFUSED = 'The scheme of this link is refused: use http, https or the scheme of an app';

/** A link to show to a player. */
export const linkSchema = z.string().refine((link) => judgeLink(link) !== 'refused', REFUSED);

/** `format: uri` of the published specification, which bounds its length. */
export function uriUpTo(maxLength: number) {
  return z
    .custom<string>()
    .superRefine((value: unknown, ctx) => {
      const fault = uriFault(value, maxLength);
      if (!fault) return;
      ctx.addIssue({ code: 'custom', message: fault.msg, params: { type: fault.type }, continue: false });
    })
    .meta({ type: 'string', format: 'uri', minLength: 1, maxLength });
}

/** `format: uri` with the usual bound of the published specification. */
export const uriSchema = uriUpTo(65_536);

/** `format: ipvanyaddress` of the published specification. */
export const ipAddressSchema = z
  .custom<string>((value) => typeof value === 'string' && isIP(value) !== 0, {
    error: 'value is not a valid IPv4 or IPv6 address',
    params: { type: 'ip_any_address' },
  })
  .meta({ type: 'string', format: 'ipvanyaddress' });

/** pydantic's error for a text that is not a URL; `null` for a URL. */
function uriFault(value: unknown, maxLength: number): { msg: string; type: string } | null {
  if (typeof value !== 'string') return { msg: 'URL input should be a string or URL', type: 'url_type' };
  if (value.length > maxLength) {
    return { msg: `URL should have at most ${maxLength} characters`, type: 'url_too_long' };
  }
  const judged = judgeLink(value);
  if (judged === 'refused') return { msg: REFUSED, type: 'value_error' };
  if (judged === 'offered') return null;
  return { msg: `Input should be a valid URL, ${urlReason(value)}`, type: 'url_parsing' };
}

function urlReason(text: string): string {
  if (text.trim() === '') return 'input is empty';
  if (!/^\s*[a-z][a-z\d+.-]*:/i.test(text)) return 'relative URL without a base';
  return /^\s*[a-z]+:\/*$/i.test(text) ? 'empty host' : 'invalid international domain name';
}

/** An answer with an empty object. */
export const emptySchema = z.object({});

/** The body of a request without fields. An unknown field is refused instead of ignored. */
export const noBody = z.strictObject({});

/** An ISO 3166 country code. */
export const countrySchema = z.string().regex(/^[A-Z]{2}$/);

/** An integer of any size: some published bounds are beyond those of `z.int()`. */
export function wideInteger() {
  return z
    .number()
    .check((ctx) => {
      if (Number.isInteger(ctx.value)) return;
      ctx.issues.push({ code: 'invalid_type', expected: 'int', input: ctx.value });
    })
    .meta({ type: 'integer' });
}

const TOKEN_TYPES = [
  'attribute',
  'custom_attribute',
  'event_attribute',
  'custom_event_attribute',
  'operator',
  'number',
  'date',
  'string',
  'boolean',
  'list',
  'variable',
  'virtual_currency',
] as const;

const tokens = z.array(z.object({ type: z.enum(TOKEN_TYPES), value: z.unknown().optional() })).optional();

/** `Expression` of the published specification. It is stored and returned, never evaluated. */
export const expressionSchema = z.object({
  tokens,
  variables: z.array(z.object({ tokens, name: z.string() })).optional(),
});

export type Expression = z.output<typeof expressionSchema>;

/** The last second of the last date that a JavaScript `Date` can hold. */
export const LAST_UNIX_TIME = 8_640_000_000_000;

/** Unix seconds from 1970 on. The specification does not bound times, but pages can only show what is a date. */
export const unixTimeSchema = z.int().min(0).max(LAST_UNIX_TIME);
