import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CatalogueItem } from '../../src/domain/model/item.ts';
import { skuKey } from '../../src/domain/model/tables.ts';
import { memoryArchive } from '../../src/store/answer-archive.ts';
import { createMemoryStore, MemoryStore } from '../../src/store/memory-store.ts';
import { TableSet } from '../../src/store/table-set.ts';
import { run, transactions, view, type Transaction } from './random-transactions.ts';

const stores = [
  ['', createMemoryStore],
  [
    ' that packs each pair of records at once',
    () => new MemoryStore(new TableSet(new Map([['items', { rows: 2, recent: 0 }]])), memoryArchive()),
  ],
] as const;

it.each(stores)(
  'a store%s behaves like a list of records that only complete transactions change',
  (_, create) => {
    fc.assert(
      fc.property(transactions, (all) => {
        const store = create();
        let model: readonly CatalogueItem[] = [];
        for (const transaction of all) {
          run(store, transaction);
          if (!transaction.fails) model = after(model, transaction);
          expect(view(store.tables)).toEqual(view(asTables(model)));
        }
      }),
    );
  },
);

/** A record that a transaction deletes and puts again keeps its position. */
function after(model: readonly CatalogueItem[], { steps }: Transaction): readonly CatalogueItem[] {
  const positions = new Map<string, CatalogueItem | null>(model.map((item) => [item.id, item]));
  for (const step of steps) {
    if ('put' in step) positions.set(step.put.id, step.put);
    else if (positions.has(step.delete)) positions.set(step.delete, null);
  }
  return [...positions.values()].filter((item) => item !== null);
}

function asTables(model: readonly CatalogueItem[]): Parameters<typeof view>[0] {
  const matching = (index: string, key: string): CatalogueItem[] =>
    model.filter((item) => (index === 'game' ? item.gameId : skuKey(item.gameId, item.sku)) === key);
  const items = {
    size: model.length,
    bytes: 0,
    get: (id: string) => model.find((item) => item.id === id),
    read: <T>(id: string, read: (item: CatalogueItem) => T) => {
      const found = model.find((item) => item.id === id);
      return found && read(found);
    },
    all: () => model,
    by: matching,
    pick: (index: string, key: string, places: readonly number[]) =>
      places.flatMap((place) => matching(index, key)[place] ?? []),
    scan: (index: string, key: string, order?: string) =>
      order === 'newest' ? matching(index, key).toReversed() : matching(index, key),
    count: (index: string, key: string) => matching(index, key).length,
  };
  return { ...createMemoryStore().tables, items };
}
