import * as z from 'zod';
import { milliseconds, seconds } from '../../../domain/wire/time.ts';
import { createLocale, deleteLocale, getLocale, touchLocale } from '../../../domain/games/locales.ts';
import { translationStats } from '../../../domain/catalogue/translations.ts';
import { type GameLocale, LOCALES } from '../../../domain/model/game.ts';
import type { ReadTables } from '../../../domain/model/tables.ts';
import { operation } from '../../api/operation.ts';
import { unixTimeSchema } from '../../api/schemas.ts';
import { pageOf, pageParameters } from '../../api/pagination.ts';

const GAME_LOCALES = '/v1/locales';
const GAME_LOCALE = '/v1/locales/{locale_id}';
const UNKNOWN = 'The game has no such locale.';

const localeReadSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      locale: z.enum(LOCALES),
      published_at: z.int().optional(),
      stats: z.object({ total: z.int(), done: z.int() }),
      status: z.literal('clean'),
      modified_at: z.int(),
    })
    .meta({ id: 'LocaleRead' }),
);

export const localeOperations = [
  operation({
    id: 'get_locales',
    method: 'GET',
    path: GAME_LOCALES,
    summary: 'List the languages of the game.',
    query: z.object(pageParameters()),
    response: { 200: z.array(localeReadSchema) },
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      return pageOf(tables.locales.by('game', game.id), query).map((locale) => localeRead(tables, locale));
    },
  }),
  operation({
    id: 'create_locale',
    method: 'POST',
    path: GAME_LOCALES,
    summary: 'Add a language to the game.',
    body: z.object({ locale: z.enum(LOCALES), published_at: unixTimeSchema.optional() }),
    response: { 201: localeReadSchema },
    errors: { 409: 'The game has the language.' },
    run: ({ app, game, body: { locale, published_at: published } }) => {
      const publishedAt = published === undefined ? null : milliseconds(published);
      const created = createLocale(app.domain, game, { locale, publishedAt });
      return localeRead(app.domain.store.tables, created);
    },
  }),
  operation({
    id: 'get_locale',
    method: 'GET',
    path: GAME_LOCALE,
    summary: 'Read a language of the game.',
    response: { 200: localeReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      return localeRead(tables, getLocale(tables, game.id, params.locale_id));
    },
  }),
  operation({
    id: 'update_locale',
    method: 'PUT',
    path: GAME_LOCALE,
    summary: 'Update a language of the game; the specification has no field that could change.',
    body: z.object({}),
    response: { 200: localeReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) =>
      localeRead(app.domain.store.tables, touchLocale(app.domain, game, params.locale_id)),
  }),
  operation({
    id: 'delete_locale',
    method: 'DELETE',
    path: GAME_LOCALE,
    summary: 'Remove a language from the game.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      deleteLocale(app.domain, game, params.locale_id);
    },
  }),
];

/** `LocaleRead` of the published specification. */
function localeRead(tables: ReadTables, locale: GameLocale) {
  return {
    id: locale.id,
    locale: locale.locale,
    published_at: locale.publishedAt === null ? undefined : seconds(locale.publishedAt),
    stats: translationStats(tables, locale),
    status: 'clean' as const,
    modified_at: seconds(locale.modifiedAt),
  };
}
