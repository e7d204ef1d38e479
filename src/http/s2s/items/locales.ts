import * as z from 'zod';
import { seconds } from '../../../domain/wire/time.ts';
import {
  createLocale,
  deleteLocale,
  getLocale,
  touchLocale,
  translationStats,
} from '../../../domain/games/locales.ts';
import { type GameLocale, LOCALES } from '../../../domain/model/game.ts';
import type { ReadTables } from '../../../domain/model/store.ts';
import { operation } from '../../api/operation.ts';
import { pageOf, paginationSchema } from '../../api/pagination.ts';

const GAME_LOCALES = '/v1/locales';
const GAME_LOCALE = '/v1/locales/{locale_id}';

export const localeOperations = [
  operation({
    method: 'GET',
    path: GAME_LOCALES,
    query: paginationSchema(10),
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      const locales = pageOf(tables.locales.by('game', game.id), query);
      return { status: 200, body: locales.map((locale) => localeRead(tables, locale)) };
    },
  }),
  operation({
    method: 'POST',
    path: GAME_LOCALES,
    body: z.object({ locale: z.enum(LOCALES), published_at: z.int().optional() }),
    run: ({ app, game, body: { locale, published_at: published } }) => {
      const publishedAt = published === undefined ? null : published * 1000;
      const created = createLocale(app.domain, game, { locale, publishedAt });
      return { status: 201, body: localeRead(app.domain.store.tables, created) };
    },
  }),
  operation({
    method: 'GET',
    path: GAME_LOCALE,
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      const locale = getLocale(tables, game.id, params['locale_id'] ?? '');
      return { status: 200, body: localeRead(tables, locale) };
    },
  }),
  operation({
    method: 'PUT',
    path: GAME_LOCALE,
    body: z.object({}),
    run: ({ app, game, params }) => {
      const locale = touchLocale(app.domain, game, params['locale_id'] ?? '');
      return { status: 200, body: localeRead(app.domain.store.tables, locale) };
    },
  }),
  operation({
    method: 'DELETE',
    path: GAME_LOCALE,
    run: ({ app, game, params }) => {
      deleteLocale(app.domain, game, params['locale_id'] ?? '');
      return { status: 204 };
    },
  }),
];

/** `LocaleRead` of the published specification. */
function localeRead(tables: ReadTables, locale: GameLocale) {
  return {
    id: locale.id,
    locale: locale.locale,
    ...(locale.publishedAt !== null && { published_at: seconds(locale.publishedAt) }),
    stats: translationStats(tables, locale),
    status: 'clean',
    modified_at: seconds(locale.modifiedAt),
  };
}
