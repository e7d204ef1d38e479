import { Conflict, Invalid, NotFound, type Fault, type FaultPath } from '../model/errors.ts';
import { applyChange, type ChangeOf } from '../model/change.ts';
import { newId } from '../model/ids.ts';
import { containsItself, linkFaults, resolveNested, type NestedWish } from './item-links.ts';
import type { Game } from '../model/game.ts';
import type { CatalogueItem, ItemFields } from '../model/item.ts';
import { skuKey, type ReadTables } from '../model/store.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

/** What an item has that nobody said otherwise of; also what records of older versions lack. */
export const ITEM_DEFAULTS: Omit<
  CatalogueItem,
  'id' | 'gameId' | 'sku' | 'name' | 'createdAt' | 'modifiedAt'
> = {
  description: null,
  imageUrl: null,
  type: 'item',
  quantity: 1,
  price: null,
  currency: null,
  priceTemplateId: null,
  pricePoint: null,
  rewardPointsPrice: null,
  discountPercent: null,
  bonusPercent: null,
  isSystem: false,
  isStackable: true,
  isCurrency: false,
  position: null,
  categories: [],
  rarityId: null,
  nestedItems: null,
  fallbackItemId: null,
  fallbackItemQuantity: null,
  comment: null,
  meta: null,
  appearance: {},
  archivedAt: null,
  translations: { name: {}, description: {} },
};

export type NewItem = Pick<ItemFields, 'sku' | 'name'> & ChangeOf<ItemFields>;

/** A change of an item as it is asked for: what it holds is still named by id or SKU. */
export interface ItemWish<Fields = ChangeOf<ItemFields>> {
  readonly fields: Fields;
  readonly nested: readonly NestedWish[] | undefined;
}

/** The catalogue's item with this SKU, if the game has one. */
export function findItem(tx: Pick<Tx, 'tables'>, gameId: string, sku: string): CatalogueItem | null {
  return tx.tables.items.by('sku', skuKey(gameId, sku))[0] ?? null;
}

/** @throws NotFound when the game has no such item. */
export function getItem(tables: Pick<ReadTables, 'items'>, gameId: string, id: string): CatalogueItem {
  const item = tables.items.get(id);
  if (item?.gameId !== gameId) throw new NotFound(`Item ${JSON.stringify(id)} was not found.`);
  return item;
}

export function addItem(tx: Tx, gameId: string, item: NewItem): CatalogueItem {
  const record = freshItem(tx, gameId, item);
  tx.tables.items.put(record);
  return record;
}

/** A new item with its id, not stored yet. */
export function freshItem(tx: Tx, gameId: string, { sku, name, ...rest }: NewItem): CatalogueItem {
  const id = newId(tx.ids, 'item');
  const bare = { ...ITEM_DEFAULTS, id, gameId, sku, name, createdAt: tx.now, modifiedAt: tx.now };
  return applyChange<CatalogueItem>(bare, rest);
}

/**
 * @throws Conflict when the SKU is taken.
 * @throws Invalid when it refers to something that does not exist, or contains itself.
 */
export function createItem(domain: DomainContext, game: Game, wish: ItemWish<NewItem>): CatalogueItem {
  return inTransaction(domain, (tx) =>
    writeOne(tx, { path: [], item: freshItem(tx, game.id, wish.fields), nested: wish.nested }),
  );
}

/**
 * Changes what is given and leaves the rest. Orders made before keep the item as it was.
 *
 * @throws NotFound, and what `createItem` throws.
 */
export function updateItem(domain: DomainContext, game: Game, id: string, wish: ItemWish): CatalogueItem {
  return inTransaction(domain, (tx) => {
    const item = changedItem(tx, getItem(tx.tables, game.id, id), wish.fields);
    return writeOne(tx, { path: [], item, nested: wish.nested });
  });
}

/** All or nothing. @throws what `updateItem` throws. */
export function updateItems(
  domain: DomainContext,
  game: Game,
  wishes: readonly (ItemWish & { readonly id: string })[],
): CatalogueItem[] {
  return inTransaction(domain, (tx) => {
    refuseRepeats(
      'Item',
      wishes.map(({ id }) => id),
    );
    const writes = wishes.map(({ id, fields, nested }, index) => {
      const item = changedItem(tx, getItem(tx.tables, game.id, id), fields);
      return { path: [index], item, nested };
    });
    return writeItems(tx, writes);
  });
}

/**
 * Changes the items whose SKUs are known and creates the others, all or nothing. They may refer to each other.
 *
 * @throws what `createItem` throws; a SKU named twice is a conflict.
 */
export function putItems(domain: DomainContext, game: Game, wishes: readonly ItemWish<NewItem>[]): void {
  inTransaction(domain, (tx) => {
    refuseRepeats(
      'SKU',
      wishes.map(({ fields }) => fields.sku),
    );
    const writes = wishes.map(({ fields, nested }, index) => {
      const known = findItem(tx, game.id, fields.sku);
      const item = known ? changedItem(tx, known, fields) : freshItem(tx, game.id, fields);
      return { path: [index], item, nested };
    });
    writeItems(tx, writes);
  });
}

export function refuseRepeats(what: string, keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) throw new Conflict(`${what} ${JSON.stringify(key)} is named twice.`);
    seen.add(key);
  }
}

function changedItem(tx: Tx, item: CatalogueItem, fields: ChangeOf<ItemFields>): CatalogueItem {
  const appearance = { ...item.appearance, ...fields.appearance };
  return { ...applyChange(item, fields), appearance, modifiedAt: tx.now };
}

/** An item about to be stored, and where the request names it. */
interface Write {
  readonly path: FaultPath;
  readonly item: CatalogueItem;
  readonly nested: readonly NestedWish[] | undefined;
}

function writeOne(tx: Tx, write: Write): CatalogueItem {
  const [item] = writeItems(tx, [write]);
  return item ?? write.item;
}

/**
 * Stores them all first, so that they can refer to each other, and then looks whether all is well.
 *
 * @throws what `createItem` throws.
 */
export function writeItems(tx: Tx, writes: readonly Write[]): CatalogueItem[] {
  for (const { item } of writes) tx.tables.items.put(item);
  const faults: Fault[] = [];
  const written = writes.map(({ path, item, nested }) => {
    const links = nested && resolveNested(tx.tables, item.gameId, nested, path);
    faults.push(...linkFaults(tx.tables, item, path), ...(links?.faults ?? []));
    const linked = links ? { ...item, nestedItems: links.items } : item;
    tx.tables.items.put(linked);
    return linked;
  });
  if (faults.length > 0) throw new Invalid(faults);
  for (const item of written) refuseTakenSku(tx, item);
  const loops = writes.flatMap(({ path, item }) => containsItself(tx.tables, item.id, path));
  if (loops.length > 0) throw new Invalid(loops);
  return written;
}

function refuseTakenSku(tx: Tx, { gameId, sku }: CatalogueItem): void {
  if (tx.tables.items.count('sku', skuKey(gameId, sku)) > 1) {
    throw new Conflict(`Another item has the SKU ${JSON.stringify(sku)} already.`);
  }
}

/**
 * Deletes items for good, all or none; orders made before keep them.
 *
 * @throws NotFound
 * @throws Conflict when an item that stays holds one of them, or falls back on it.
 */
export function deleteItems(domain: DomainContext, game: Game, ids: readonly string[]): void {
  inTransaction(domain, (tx) => {
    const gone = new Set(ids);
    for (const id of gone) {
      getItem(tx.tables, game.id, id);
      tx.tables.items.delete(id);
    }
    for (const item of tx.tables.items.by('game', game.id)) refuseOrphan(item, gone);
  });
}

function refuseOrphan(item: CatalogueItem, gone: ReadonlySet<string>): void {
  const lost = item.nestedItems?.find(({ itemId }) => gone.has(itemId))?.itemId;
  if (lost !== undefined) throw new Conflict(`Item ${lost} is part of ${item.id}, which would lose it.`);
  if (item.fallbackItemId !== null && gone.has(item.fallbackItemId)) {
    throw new Conflict(`Item ${item.fallbackItemId} is the fallback of ${item.id}, which would lose it.`);
  }
}
