import * as z from 'zod';
import { ipAddressSchema, uriSchema } from '../api/schemas.ts';
import type { SpecSchema } from './json-schema.ts';

/** A validator of text in one of the formats that pydantic reads; `null` for another, which nothing checks. */
export function textOfFormat(format: string, { maxLength }: SpecSchema): z.ZodType | null {
  if (format === 'uri') return maxLength === undefined ? uriSchema : uriUpTo(maxLength);
  if (format === 'email') return z.email();
  if (format.startsWith('ipv')) return ipAddressSchema;
  if (format === 'uuid') return said(z.uuid(), 'Input should be a valid UUID', 'uuid_parsing');
  if (format === 'date') {
    return said(
      z.iso.date(),
      'Input should be a valid date in the format YYYY-MM-DD',
      'date_from_datetime_parsing',
    );
  }
  if (format !== 'date-time') return null;
  const moment = z.iso.datetime({ offset: true, local: true });
  return said(moment, 'Input should be a valid datetime', 'datetime_from_date_parsing');
}

function uriUpTo(maxLength: number): z.ZodType {
  return uriSchema
    .superRefine((uri, ctx) => {
      if (uri.length <= maxLength) return;
      const message = `URL should have at most ${maxLength} characters`;
      ctx.addIssue({ code: 'custom', message, params: { type: 'url_too_long' } });
    })
    .meta({ type: 'string', format: 'uri', minLength: 1, maxLength });
}

/** The same validator with pydantic's words and type for text of another format. */
function said(format: z.ZodString | z.ZodType<string>, message: string, type: string): z.ZodType {
  return z
    .string()
    .superRefine((text, ctx) => {
      if (!format.safeParse(text).success) ctx.addIssue({ code: 'custom', message, params: { type } });
    })
    .meta(z.globalRegistry.get(format) ?? {});
}
