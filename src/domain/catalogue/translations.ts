import { applyChange, type ChangeOf } from '../model/record.ts';
import { type DomainContext, inTransaction } from '../model/context.ts';
import type { Game, GameLocale } from '../model/game.ts';
import type { CatalogueItem, Translation } from '../model/item.ts';
import type { ReadTables } from '../model/tables.ts';
import { getItem } from './items.ts';

/** Texts by language; a language that is absent keeps its translation. */
export interface Translations {
  readonly name?: ChangeOf<Translation> | undefined;
  readonly description?: ChangeOf<Translation> | undefined;
}

/** @throws NotFound */
export function translateItem(
  domain: DomainContext,
  game: Game,
  id: string,
  given: Translations,
): CatalogueItem {
  return inTransaction(domain, (tx) => {
    const item = getItem(tx.tables, game.id, id);
    const { name, description } = item.translations;
    const translations = {
      name: applyChange<Translation>(name, given.name ?? {}),
      description: applyChange<Translation>(description, given.description ?? {}),
    };
    const translated = { ...item, translations, modifiedAt: tx.now };
    tx.tables.items.put(translated);
    return translated;
  });
}

/** How many of the catalogue's names and descriptions there are, and how many are translated. */
export function translationStats(tables: ReadTables, { gameId, locale }: GameLocale) {
  const stats = { total: 0, done: 0 };
  for (const { description, translations } of tables.items.by('game', gameId)) {
    const texts = [translations.name, ...(description === null ? [] : [translations.description])];
    stats.total += texts.length;
    stats.done += texts.filter((text) => text[locale] !== undefined).length;
  }
  return stats;
}
