import { applyChange, type ChangeOf } from '../model/record.ts';
import { Invalid, NotFound, type Fault, type FaultPath } from '../model/errors.ts';
import { newId } from '../model/ids.ts';
import { refuseRepeats } from './items.ts';
import type { Game } from '../model/game.ts';
import type { ItemCategory } from '../model/item.ts';
import type { ReadTables } from '../model/tables.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

export type NewCategory = Pick<ItemCategory, 'name' | 'position' | 'parentId' | 'appearance'>;
export type CategoryChange = ChangeOf<NewCategory>;

/** The game's categories by position. */
export function listCategories(tables: ReadTables, gameId: string): readonly ItemCategory[] {
  return [...tables.itemCategories.by('game', gameId)].sort((a, b) => a.position - b.position);
}

/** @throws NotFound when the game has no such category. */
export function getCategory(tables: ReadTables, gameId: string, id: string): ItemCategory {
  const category = tables.itemCategories.get(id);
  if (category?.gameId !== gameId) throw new NotFound(`Item category ${JSON.stringify(id)} was not found.`);
  return category;
}

/** @throws Invalid when the parent does not exist. */
export function createCategory(domain: DomainContext, game: Game, asked: NewCategory): ItemCategory {
  return inTransaction(domain, (tx) => {
    const id = newId(tx.ids, 'itemCategory');
    return put(tx, { ...asked, id, gameId: game.id, createdAt: tx.now, modifiedAt: tx.now }, []);
  });
}

/**
 * Fields that the change leaves out keep their values.
 *
 * @throws NotFound
 * @throws Invalid when the parent does not exist or is part of the category.
 */
export function updateCategory(
  domain: DomainContext,
  game: Game,
  id: string,
  change: CategoryChange,
): ItemCategory {
  return inTransaction(domain, (tx) => put(tx, changed(tx, game, id, change), []));
}

/** All or nothing. @throws what `updateCategory` throws. */
export function updateCategories(
  domain: DomainContext,
  game: Game,
  changes: readonly (CategoryChange & { readonly id: string })[],
): ItemCategory[] {
  return inTransaction(domain, (tx) => {
    const ids = changes.map(({ id }) => id);
    refuseRepeats('Item category', ids);
    return changes.map(({ id, ...change }, index) => put(tx, changed(tx, game, id, change), [index]));
  });
}

function changed(tx: Tx, game: Game, id: string, change: CategoryChange): ItemCategory {
  const category = getCategory(tx.tables, game.id, id);
  const appearance = { ...category.appearance, ...change.appearance };
  return { ...applyChange(category, change), appearance, modifiedAt: tx.now };
}

function put(tx: Tx, category: ItemCategory, path: FaultPath): ItemCategory {
  tx.tables.itemCategories.put(category);
  const fault = category.parentId === null ? null : parentFault(tx, category, category.parentId, path);
  if (fault) throw new Invalid([fault]);
  return category;
}

function parentFault(tx: Tx, { id, gameId }: ItemCategory, parentId: string, path: FaultPath): Fault | null {
  const at = [...path, 'parent_id'];
  let above: string | null = parentId;
  while (above !== null) {
    if (above === id) {
      const message = 'A category must not be part of itself, directly or through other categories.';
      return { path: at, code: 'contains_itself', message };
    }
    const parent = tx.tables.itemCategories.get(above);
    if (parent?.gameId !== gameId) {
      const message = `Unknown item category ${JSON.stringify(above)}.`;
      return { path: at, code: 'unknown_category', message };
    }
    above = parent.parentId;
  }
  return null;
}

/**
 * Deletes categories, all or none. Removes them from their items; their subcategories move to the top level.
 *
 * @throws NotFound
 */
export function deleteCategories(domain: DomainContext, game: Game, ids: readonly string[]): void {
  inTransaction(domain, (tx) => {
    const gone = new Set(ids);
    for (const id of gone) {
      getCategory(tx.tables, game.id, id);
      tx.tables.itemCategories.delete(id);
    }
    for (const category of tx.tables.itemCategories.by('game', game.id)) {
      if (category.parentId === null || !gone.has(category.parentId)) continue;
      tx.tables.itemCategories.put({ ...category, parentId: null, modifiedAt: tx.now });
    }
    for (const item of tx.tables.items.by('game', game.id)) {
      const categories = item.categories.filter((id) => !gone.has(id));
      if (categories.length === item.categories.length) continue;
      tx.tables.items.put({ ...item, categories, modifiedAt: tx.now });
    }
  });
}
