import * as z from 'zod';
import { LOGO_TYPES, type Branding, type Logo, type StoredLogo } from '../../domain/model/game.ts';

/** How large a logo may be, in bytes. */
export const LOGO_LIMIT = 64 * 1024;

const LOGO_LENGTH = Math.ceil(LOGO_LIMIT / 3) * 4 + 64;

const NOT_A_LOGO = `A logo must be a PNG, JPEG or WebP picture of at most ${LOGO_LIMIT} bytes as a data: URL in base64, or an https:// URL of at most 2000 characters`;

const logoSchema = z
  .string()
  .max(LOGO_LENGTH, NOT_A_LOGO)
  .refine((url) => logoIn(url) !== null, NOT_A_LOGO)
  .describe(
    `A data: URL in base64 of a PNG, JPEG or WebP picture of at most ${LOGO_LIMIT} bytes, which the emulator serves itself; or an https:// URL.`,
  );

/** How the pages for the players of a game look. */
export const brandingSchema = z.strictObject({
  color: z
    .string()
    .regex(/^#[\da-f]{6}$/i, 'A color must be six hexadecimal digits behind #, such as #1b7f4d')
    .nullable()
    .default(null)
    .describe('#rrggbb: the accent of the pages. Shades of it are chosen so that all text stays readable.'),
  logo: logoSchema.nullable().default(null),
});

/** The picture of a URL; `null` when it is not allowed, or is not what it says. */
export function logoIn(url: string): Logo | null {
  if (/^https:\/\/[^/?#\s]+\S*$/i.test(url) && url.length <= 2000 && URL.canParse(url)) return { url };
  const [, type, data = ''] =
    /^data:(image\/(?:png|jpeg|webp));base64,([A-Za-z\d+/]+={0,2})$/.exec(url) ?? [];
  const known = LOGO_TYPES.find((one) => one === type);
  if (known === undefined || data.length % 4 !== 0) return null;
  const bytes = Buffer.from(data, 'base64');
  return bytes.length <= LOGO_LIMIT && typeOf(bytes) === known ? { type: known, data } : null;
}

/** The type of a picture by its first bytes; `null` when it has none of ours. */
function typeOf(bytes: Buffer): StoredLogo['type'] | null {
  const hex = bytes.subarray(0, 12).toString('hex');
  if (hex.startsWith('89504e470d0a1a0a')) return 'image/png';
  if (hex.startsWith('ffd8ff')) return 'image/jpeg';
  return /^52494646.{8}57454250$/.test(hex) ? 'image/webp' : null;
}

function logoUrl(logo: Logo): string {
  return 'url' in logo ? logo.url : `data:${logo.type};base64,${logo.data}`;
}

/** The branding that was asked for; `undefined` when nothing of it is. */
export function brandingOf(asked: z.output<typeof brandingSchema> | undefined): Branding | undefined {
  const color = asked?.color?.toLowerCase() ?? null;
  const logo = asked?.logo == null ? null : logoIn(asked.logo);
  return color === null && logo === null ? undefined : { color, logo };
}

export function brandingRead(branding: Branding | undefined) {
  const { color = null, logo = null } = branding ?? {};
  return { color, logo: logo && logoUrl(logo) };
}
