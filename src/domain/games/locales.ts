import { Conflict, NotFound } from '../model/errors.ts';
import { newId } from '../model/ids.ts';
import type { Game, GameLocale } from '../model/game.ts';
import type { ReadTables } from '../model/tables.ts';
import { inTransaction, type DomainContext } from '../model/context.ts';

/** @throws NotFound when the game has no such locale. */
export function getLocale(tables: ReadTables, gameId: string, id: string): GameLocale {
  const locale = tables.locales.get(id);
  if (locale?.gameId !== gameId) throw new NotFound(`Locale ${JSON.stringify(id)} was not found.`);
  return locale;
}

/** @throws Conflict when the game already has the language. */
export function createLocale(
  domain: DomainContext,
  game: Game,
  asked: Pick<GameLocale, 'locale' | 'publishedAt'>,
): GameLocale {
  return inTransaction(domain, (tx) => {
    if (tx.tables.locales.by('game', game.id).some(({ locale }) => locale === asked.locale)) {
      throw new Conflict(`The game already has the locale ${asked.locale}.`);
    }
    const id = newId(tx.ids, 'locale');
    const locale = { ...asked, id, gameId: game.id, createdAt: tx.now, modifiedAt: tx.now };
    tx.tables.locales.put(locale);
    return locale;
  });
}

/** Changes only the time of the last change, because a locale has nothing else to change. @throws NotFound */
export function touchLocale(domain: DomainContext, game: Game, id: string): GameLocale {
  return inTransaction(domain, (tx) => {
    const touched = { ...getLocale(tx.tables, game.id, id), modifiedAt: tx.now };
    tx.tables.locales.put(touched);
    return touched;
  });
}

/** @throws NotFound */
export function deleteLocale(domain: DomainContext, game: Game, id: string): void {
  inTransaction(domain, (tx) => {
    getLocale(tx.tables, game.id, id);
    tx.tables.locales.delete(id);
  });
}
