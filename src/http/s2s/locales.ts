import { z } from 'zod';
import { seconds } from '../../domain/bodies/time.ts';
import {
  createLocale,
  deleteLocale,
  getLocale,
  touchLocale,
  translationStats,
} from '../../domain/game-locales.ts';
import { LOCALES } from '../../domain/locales.ts';
import type { GameLocale } from '../../domain/model/game-locale.ts';
import type { ReadTables } from '../../domain/tables.ts';
import { operation } from './operation.ts';
import { pageOf, paginationSchema } from './pagination.ts';

const GAME_LOCALES = '/v1/locales';
const GAME_LOCALE = '/v1/locales/{locale_id}';

export const localeOperations = [
  operation({
    method: 'GET',
    path: GAME_LOCALES,
    query: paginationSchema(10),
    run: ({ deps, game, query }) => {
      const { tables } = deps.world.store;
      const locales = pageOf(tables.locales.by('game', game.id), query);
      return { status: 200, body: locales.map((locale) => localeRead(tables, locale)) };
    },
  }),
  operation({
    method: 'POST',
    path: GAME_LOCALES,
    body: z.object({ locale: z.enum(LOCALES), published_at: z.int().optional() }),
    run: ({ deps, game, body: { locale, published_at: published } }) => {
      const publishedAt = published === undefined ? null : published * 1000;
      const created = createLocale(deps.world, game, { locale, publishedAt });
      return { status: 201, body: localeRead(deps.world.store.tables, created) };
    },
  }),
  operation({
    method: 'GET',
    path: GAME_LOCALE,
    run: ({ deps, game, params }) => {
      const { tables } = deps.world.store;
      const locale = getLocale(tables, game.id, params['locale_id'] ?? '');
      return { status: 200, body: localeRead(tables, locale) };
    },
  }),
  operation({
    method: 'PUT',
    path: GAME_LOCALE,
    body: z.object({}),
    run: ({ deps, game, params }) => {
      const locale = touchLocale(deps.world, game, params['locale_id'] ?? '');
      return { status: 200, body: localeRead(deps.world.store.tables, locale) };
    },
  }),
  operation({
    method: 'DELETE',
    path: GAME_LOCALE,
    run: ({ deps, game, params }) => {
      deleteLocale(deps.world, game, params['locale_id'] ?? '');
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
