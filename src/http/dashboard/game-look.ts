import type * as z from 'zod';
import { invalidField } from '../../domain/model/errors.ts';
import { tryParse } from '../api/validation.ts';
import { brandingOf, brandingRead, brandingSchema, LOGO_LIMIT } from '../game-file/branding-schema.ts';
import { lookOf } from '../pages/look.ts';
import type { FormValues } from './api-form.ts';
import { keyOf, type DashboardContext } from './context.ts';
import { apiCurl } from './curl.ts';

/** How much room the form needs for a logo, whose text is longer in a form than in JSON. */
export const LOOK_FORM_LIMIT = 4 * LOGO_LIMIT;

export const LOOK_FIELDS = ['game_name', 'color', 'logo'] as const;

const LONGEST_SHOWN = 200;

/** The form of the game's name, colour and logo. */
export function lookModel(context: DashboardContext) {
  const { game, problem, base } = context;
  const { color, logo } = brandingRead(game.branding);
  const submitted = problem && problem.submitted.list('game_name').length > 0 ? problem.submitted : null;
  const values = submitted ?? valuesOf({ game_name: game.name, color: color ?? '', logo: logo ?? '' });
  return {
    gameName: values.text('game_name'),
    color: values.text('color'),
    logo: values.text('logo'),
    logoLimit: `${LOGO_LIMIT / 1024} KiB`,
    shownLogo: lookOf(game).logo,
    lookCurl: lookCurlOf(base, keyOf(context), values),
  };
}

function valuesOf(texts: Readonly<Record<string, string>>): FormValues {
  return { text: (name) => texts[name] ?? '', list: () => [] };
}

/** The body of the request that does what the form does. */
function bodyOf(values: FormValues) {
  const [name, color, logo] = [values.text('game_name'), values.text('color'), values.text('logo')];
  return {
    name,
    branding: color === '' && logo === '' ? null : { color: orNull(color), logo: orNull(logo) },
  };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** A logo is too long to be read. */
export function lookCurlOf(base: string, key: string, values: FormValues): string {
  const body = bodyOf(values);
  const logo = body.branding?.logo ?? null;
  const shown =
    logo !== null && logo.length > LONGEST_SHOWN
      ? { ...body, branding: { ...body.branding, logo: 'data:image/png;base64,…' } }
      : body;
  return apiCurl(base, '/_emulator/game', shown, key, 'PATCH');
}

/** What the form's fields ask for. @throws Invalid at the fields that are wrong */
export function lookIn(form: Readonly<Record<'game_name' | 'color' | 'logo', string>>) {
  const { name, branding } = bodyOf(valuesOf(form));
  if (name.length > 100 || name === '') {
    throw invalidField(['game_name'], 'name_missing', 'Give a name of at most 100 characters.');
  }
  if (branding === null) return { name, branding: null };
  const { data, details } = tryParse(brandingSchema, branding, 'body');
  const [first] = details;
  if (first) throw invalidField([String(first.loc[1] ?? 'color')], 'invalid_picture', `${first.msg}.`);
  return { name, branding: brandingOf(data as z.output<typeof brandingSchema>) ?? null };
}
