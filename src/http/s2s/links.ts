import { z } from 'zod';

const SCRIPT = /^[\s\p{Cc}]*(?:javascript|data|vbscript)[\s\p{Cc}]*:/iu;
const URI = /^[a-z][a-z\d+.-]*:\S+$/i;
const REFUSED = 'URLs with the schemes javascript, data and vbscript are refused';

/** A link to show to a player. Any scheme (`mygame://`) but those that run in the page. */
export const linkSchema = z.string().refine((link) => !isScript(link), REFUSED);

/** `format: uri` of the published specification, which bounds it to 1…65536 characters. */
export const uriSchema = z
  .string()
  .min(1)
  .max(65_536)
  .refine((uri) => URI.test(uri), 'Input should be a valid URL, like https://example.com/store')
  .refine((uri) => !isScript(uri), REFUSED);

export function isScript(link: string): boolean {
  return SCRIPT.test(link);
}
