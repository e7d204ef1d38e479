import { Conflict, Invalid, NotFound, type Fault, type FaultPath } from '../model/errors.ts';
import { applyChange, type ChangeOf } from '../model/record.ts';
import { newId } from '../model/ids.ts';
import { containsItself, linkFaults, resolveNested, type NestedItemInput } from './item-links.ts';
import type { Game } from '../model/game.ts';
import type { CatalogueItem, ItemFields } from '../model/item.ts';
import { skuKey, type ReadTables } from '../model/tables.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

/** The fields of an item when a game does not set them, and of records that older versions wrote without them. */
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
  plans: null,
  comment: null,
  meta: null,
  appearance: {},
  archivedAt: null,
  translations: { name: {}, description: {} },
};

export type NewItem = Pick<ItemFields, 'sku' | 'name'> & ChangeOf<ItemFields>;

/** An item as a request gives it: `nested` names what a bundle holds by id or SKU. */
export interface ItemInput<Fields = ChangeOf<ItemFields>> {
  readonly fields: Fields;
  readonly nested: readonly NestedItemInput[] | undefined;
}

/** The catalogue's item with this SKU, if the game has one. */
export function findItem(
  { tables }: { readonly tables: Pick<ReadTables, 'items'> },
  gameId: string,
  sku: string,
): CatalogueItem | null {
  return tables.items.by('sku', skuKey(gameId, sku))[0] ?? null;
}

/** @throws NotFound when the game has no such item. */
export function getItem(tables: Pick<ReadTables, 'items'>, gameId: string, id: string): CatalogueItem {
  const item = tables.items.get(id);
  if (item?.gameId !== gameId) throw new NotFound(`Item ${JSON.stringify(id)} was not found.`);
  return item;
}

export function addItem(tx: Tx, gameId: string, item: NewItem): CatalogueItem {
  const record = newItem(tx, gameId, item);
  tx.tables.items.put(record);
  return record;
}

/** A new item; it is not stored yet. */
export function newItem(
  tx: Tx,
  gameId: string,
  { sku, name, ...rest }: NewItem,
  id = newId(tx.ids, 'item'),
): CatalogueItem {
  const bare = { ...ITEM_DEFAULTS, id, gameId, sku, name, createdAt: tx.now, modifiedAt: tx.now };
  return applyChange<CatalogueItem>(bare, rest);
}

/**
 * @throws Conflict when the SKU is taken.
 * @throws Invalid when it refers to something that does not exist, or contains itself.
 */
export function createItem(domain: DomainContext, game: Game, input: ItemInput<NewItem>): CatalogueItem {
  return inTransaction(domain, (tx) => {
    const item = newItem(tx, game.id, input.fields);
    return writeItem(tx, { path: [], item, nested: input.nested });
  });
}

/**
 * Fields that the change leaves out keep their values. Earlier orders keep the item as it was.
 *
 * @throws NotFound, and what `createItem` throws.
 */
export function updateItem(domain: DomainContext, game: Game, id: string, input: ItemInput): CatalogueItem {
  return inTransaction(domain, (tx) => {
    const item = changedItem(tx, getItem(tx.tables, game.id, id), input.fields);
    return writeItem(tx, { path: [], item, nested: input.nested });
  });
}

/** All or nothing. @throws what `updateItem` throws. */
export function updateItems(
  domain: DomainContext,
  game: Game,
  inputs: readonly (ItemInput & { readonly id: string })[],
): CatalogueItem[] {
  return inTransaction(domain, (tx) => {
    const ids = inputs.map(({ id }) => id);
    refuseRepeats('Item', ids);
    const pending = inputs.map(({ id, fields, nested }, index) => {
      const item = changedItem(tx, getItem(tx.tables, game.id, id), fields);
      return { path: [index], item, nested };
    });
    return writeItems(tx, pending);
  });
}

/**
 * Changes the items whose SKUs are known and creates the others, all or nothing. They may refer to each other.
 *
 * @throws what `createItem` throws, and Conflict when a SKU is named twice.
 */
export function putItems(domain: DomainContext, game: Game, inputs: readonly ItemInput<NewItem>[]): void {
  inTransaction(domain, (tx) => {
    const skus = inputs.map(({ fields }) => fields.sku);
    refuseRepeats('SKU', skus);
    const pending = inputs.map(({ fields, nested }, index) => {
      const known = findItem(tx, game.id, fields.sku);
      const item = known ? changedItem(tx, known, fields) : newItem(tx, game.id, fields);
      return { path: [index], item, nested };
    });
    writeItems(tx, pending);
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

/** An item that is about to be stored, and where the request has it. */
interface PendingItem {
  readonly path: FaultPath;
  readonly item: CatalogueItem;
  readonly nested: readonly NestedItemInput[] | undefined;
}

function writeItem(tx: Tx, pending: PendingItem): CatalogueItem {
  const [item] = writeItems(tx, [pending]);
  return item ?? pending.item;
}

/**
 * Stores them all before it checks them, so that they can refer to each other.
 *
 * @throws what `createItem` throws.
 */
export function writeItems(tx: Tx, pending: readonly PendingItem[]): CatalogueItem[] {
  for (const { item } of pending) tx.tables.items.put(item);
  const faults: Fault[] = [];
  const written = pending.map(({ path, item, nested }) => {
    const links = nested && resolveNested(tx.tables, item.gameId, nested, path);
    faults.push(...linkFaults(tx.tables, item, path), ...(links?.faults ?? []));
    const linked = links ? { ...item, nestedItems: links.items } : item;
    tx.tables.items.put(linked);
    return linked;
  });
  if (faults.length > 0) throw new Invalid(faults);
  for (const item of written) refuseTakenSku(tx, item);
  const loops = pending.flatMap(({ path, item }) => containsItself(tx.tables, item.id, path));
  if (loops.length > 0) throw new Invalid(loops);
  return written;
}

function refuseTakenSku(tx: Tx, { gameId, sku }: CatalogueItem): void {
  if (tx.tables.items.count('sku', skuKey(gameId, sku)) > 1) {
    throw new Conflict(`Another item already has the SKU ${JSON.stringify(sku)}.`);
  }
}

/**
 * Deletes items, all or none. Earlier orders keep them.
 *
 * @throws NotFound
 * @throws Conflict when one of them is part of another item, or its fallback.
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
  if (lost !== undefined) throw new Conflict(`Item ${lost} can't be deleted: it is part of ${item.id}.`);
  if (item.fallbackItemId !== null && gone.has(item.fallbackItemId)) {
    throw new Conflict(`Item ${item.fallbackItemId} can't be deleted: it is the fallback of ${item.id}.`);
  }
}
