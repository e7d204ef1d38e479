import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CatalogueItem } from '../../src/domain/model/item.ts';
import { skuKey } from '../../src/domain/model/tables.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { run, transactions, view, type Transaction } from './random-transactions.ts';

it('a store behaves like a list of records that only complete transactions change', () => {
  fc.assert(
    fc.property(transactions, (all) => {
      const store = createMemoryStore();
      let model: readonly CatalogueItem[] = [];
      for (const transaction of all) {
        run(store, transaction);
        if (!transaction.fails) model = after(model, transaction);
        expect(view(store.tables)).toEqual(view(asTables(model)));
      }
    }),
  );
});

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
    all: () => model,
    by: matching,
    count: (index: string, key: string) => matching(index, key).length,
  };
  return { ...createMemoryStore().tables, items };
}
