import fc from 'fast-check';
import type { CatalogueItem } from '../../src/domain/model/item.ts';
import type { Store } from '../../src/domain/model/store.ts';
import { skuKey, type ReadTables } from '../../src/domain/model/tables.ts';
import { item } from './records.ts';

/** A change that a random transaction makes: a put (with a game and a price) or a deletion. */
type Step = { readonly put: CatalogueItem } | { readonly delete: string };

export interface Transaction {
  readonly steps: readonly Step[];
  readonly fails: boolean;
}

const GAMES = ['gm_1', 'gm_2'];
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

const id = fc.constantFrom(...IDS);
const put = fc
  .record({ id, gameId: fc.constantFrom(...GAMES), price: fc.nat(9), name: fc.string({ unit: 'binary' }) })
  .map(({ id, ...changes }): Step => ({ put: item(id, changes) }));
const step = fc.oneof(
  { weight: 2, arbitrary: put },
  id.map((id): Step => ({ delete: id })),
);

export const transactions = fc.array(
  fc.record({ steps: fc.array(step, { maxLength: 6 }), fails: fc.boolean() }),
  { maxLength: 12 },
);

class ChosenFailure extends Error {}

/** Runs the transaction on the store. A failing one throws after its last step. */
export function run(store: Store, { steps, fails }: Transaction): void {
  try {
    store.transact(({ items }) => {
      for (const step of steps) {
        if ('put' in step) items.put(step.put);
        else items.delete(step.delete);
      }
      if (fails) throw new ChosenFailure();
    });
  } catch (error) {
    if (!(error instanceof ChosenFailure)) throw error;
  }
}

/** Everything that a reader can see of the items. */
export function view({ items }: ReadTables): unknown {
  return {
    all: [...items.all()],
    size: items.size,
    byId: IDS.map((id) => items.get(id)),
    read: IDS.map((id) => items.read(id, ({ name, price }) => [name, price])),
    byGame: GAMES.map((game) => items.by('game', game)),
    scans: GAMES.flatMap((game) =>
      ([undefined, 'newest'] as const).map((order) =>
        Array.from(items.scan('game', game, order), ({ id, name, price }) => [id, name, price]),
      ),
    ),
    found: GAMES.map((game) => {
      const contains = (text: string): boolean => /[a-m]/.test(text);
      const search = { fields: ['name', 'id'] as const, contains };
      const found = Array.from(items.scan('game', game, 'oldest', search), ({ id, name }) => ({ id, name }));
      return found.filter(({ id, name }) => contains(id) || contains(name));
    }),
    picked: GAMES.map((game) => items.pick('game', game, [3, 0, 1, 9])),
    counts: GAMES.map((game) => items.count('game', game)),
    bySku: GAMES.map((game) => IDS.map((id) => items.by('sku', skuKey(game, `sku_${id}`)))),
  };
}
