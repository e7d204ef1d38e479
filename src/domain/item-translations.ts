import { applyChange, type ChangeOf } from './change.ts';
import { getItem } from './items.ts';
import type { Locale } from './locales.ts';
import type { Game } from './model/game.ts';
import type { CatalogueItem, Translation } from './model/item.ts';
import { inTransaction, type World } from './world.ts';

/** Texts by language; what is absent stays as it was translated before. */
export interface Translations {
  readonly name?: ChangeOf<Translation> | undefined;
  readonly description?: ChangeOf<Translation> | undefined;
}

/** @throws NotFound */
export function translateItem(world: World, game: Game, id: string, given: Translations): CatalogueItem {
  return inTransaction(world, (tx) => {
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

/** An item's texts in a language; its own where nobody translated them. */
export function textsIn(item: CatalogueItem, locale: Locale | null) {
  const { name, description } = item.translations;
  if (locale === null) return { name: item.name, description: item.description };
  return { name: name[locale] ?? item.name, description: description[locale] ?? item.description };
}
