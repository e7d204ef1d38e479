import type { Fault, FaultCode, FaultPath } from '../model/errors.ts';
import type { CatalogueItem, NestedItem } from '../model/item.ts';
import { skuKey, type ReadTables } from '../model/tables.ts';

/** A part of a bundle as a request names it: by SKU, or else by id. */
export interface NestedItemInput extends Pick<NestedItem, 'count' | 'appearance'> {
  readonly id: string | null;
  readonly sku: string | null;
}

/** Finds the items of a bundle; `path` is where the request has the bundle. */
export function resolveNested(
  tables: ReadTables,
  gameId: string,
  inputs: readonly NestedItemInput[],
  path: FaultPath,
): { readonly items: readonly NestedItem[]; readonly faults: readonly Fault[] } {
  const items: NestedItem[] = [];
  const faults: Fault[] = [];
  for (const [index, input] of inputs.entries()) {
    const found = namedItem(tables, gameId, input);
    if (found) items.push({ itemId: found.id, count: input.count, appearance: input.appearance });
    else faults.push(unknownNested(input, [...path, 'nested_items', index]));
  }
  return { items, faults };
}

function namedItem(tables: ReadTables, gameId: string, { id, sku }: NestedItemInput): CatalogueItem | null {
  if (sku !== null) return tables.items.by('sku', skuKey(gameId, sku))[0] ?? null;
  const item = id === null ? undefined : tables.items.get(id);
  return item?.gameId === gameId ? item : null;
}

function unknownNested({ id, sku }: NestedItemInput, path: FaultPath): Fault {
  if (sku !== null) return fault([...path, 'sku'], 'unknown_sku', `Unknown SKU ${JSON.stringify(sku)}.`);
  if (id !== null) return fault([...path, 'id'], 'unknown_item', `Unknown item ${JSON.stringify(id)}.`);
  return fault(path, 'item_missing', 'Name the nested item: give its sku or its id.');
}

/** A fault for each reference of the item to something that the game does not have. */
export function linkFaults(tables: ReadTables, item: CatalogueItem, path: FaultPath): Fault[] {
  const faults: Fault[] = [];
  const { gameId, fallbackItemId, priceTemplateId, categories } = item;
  if (fallbackItemId !== null && tables.items.get(fallbackItemId)?.gameId !== gameId) {
    faults.push(
      fault([...path, 'fallback_item_id'], 'unknown_item', `Unknown item ${JSON.stringify(fallbackItemId)}.`),
    );
  }
  if (priceTemplateId !== null && tables.priceTemplates.get(priceTemplateId)?.gameId !== gameId) {
    const message = `Unknown price template ${JSON.stringify(priceTemplateId)}.`;
    faults.push(fault([...path, 'price_template_id'], 'unknown_price_template', message));
  }
  for (const [index, id] of categories.entries()) {
    if (tables.itemCategories.get(id)?.gameId === gameId) continue;
    faults.push(
      fault(
        [...path, 'categories', index],
        'unknown_category',
        `Unknown item category ${JSON.stringify(id)}.`,
      ),
    );
  }
  return faults;
}

/** How deep bundles may be nested: what reads them calls itself for each level. */
const DEEPEST = 100;

/** A fault when the item contains itself, directly or through other bundles, or too many levels of them. */
export function containsItself(tables: ReadTables, id: string, path: FaultPath): Fault[] {
  const found = search(tables, id, id, new Set(), 1);
  if (found === 'nothing') return [];
  const message =
    found === 'itself'
      ? 'A bundle must not contain itself, directly or through other bundles.'
      : `A bundle must not have more than ${DEEPEST} levels of bundles in it.`;
  return [fault([...path, 'nested_items'], 'contains_itself', message)];
}

function search(
  tables: ReadTables,
  outer: string,
  wanted: string,
  seen: Set<string>,
  level: number,
): 'itself' | 'too deep' | 'nothing' {
  if (seen.has(outer)) return 'nothing';
  if (level > DEEPEST) return 'too deep';
  seen.add(outer);
  for (const { itemId } of tables.items.get(outer)?.nestedItems ?? []) {
    if (itemId === wanted) return 'itself';
    const found = search(tables, itemId, wanted, seen, level + 1);
    if (found !== 'nothing') return found;
  }
  return 'nothing';
}

function fault(path: FaultPath, code: FaultCode, message: string): Fault {
  return { path, code, message };
}
