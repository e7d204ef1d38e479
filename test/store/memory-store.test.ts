import { describe, expect, it } from 'vitest';
import { StorageUnavailable } from '../../src/domain/model/errors.ts';
import type { Change } from '../../src/domain/model/store.ts';
import { skuKey } from '../../src/domain/model/tables.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { delivery, game, item } from './records.ts';

const ids = (records: Iterable<{ id: string }>): string[] => Array.from(records, ({ id }) => id);

describe('tables', () => {
  it('return records by id and by index, oldest first', () => {
    const { tables, transact } = bound();
    transact(({ items }) => {
      items.put(item('b', { sku: 'gems' }));
      items.put(item('a'));
      items.put(item('c', { gameId: 'gm_2' }));
    });
    expect(tables.items.get('a')).toEqual(item('a'));
    expect(tables.items.size).toBe(3);
    expect(ids(tables.items.all())).toEqual(['b', 'a', 'c']);
    expect(ids(tables.items.by('game', 'gm_1'))).toEqual(['b', 'a']);
    expect(ids(tables.items.by('sku', skuKey('gm_1', 'gems')))).toEqual(['b']);
    expect(tables.items.count('game', 'gm_1')).toBe(2);
    expect(tables.items.count('game', 'gm_9')).toBe(0);
    expect(tables.items.by('game', 'gm_9')).toEqual([]);
  });

  it('move a changed record between the keys of an index and keep its place', () => {
    const { tables, transact } = bound();
    transact(({ deliveries }) => {
      for (const id of ['a', 'b', 'c']) deliveries.put(delivery(id));
    });
    transact(({ deliveries }) => {
      deliveries.put(delivery('a', { status: 'exhausted' }));
    });
    expect(ids(tables.deliveries.by('status', 'pending'))).toEqual(['b', 'c']);
    transact(({ deliveries }) => {
      deliveries.put(delivery('a'));
    });
    expect(ids(tables.deliveries.by('status', 'pending'))).toEqual(['a', 'b', 'c']);
    expect(ids(tables.deliveries.all())).toEqual(['a', 'b', 'c']);
  });

  it('cannot be changed outside a transaction', () => {
    const { transact } = bound();
    const leaked = transact((tables) => tables);
    expect(() => {
      leaked.games.put(game('gm_1'));
    }).toThrow('only inside a transaction');
    expect(leaked.games.size).toBe(0);
  });
});

describe('a transaction', () => {
  it('sees its own changes', () => {
    const { transact } = bound();
    const seen = transact(({ items }) => {
      items.put(item('a'));
      items.delete('a');
      items.put(item('b'));
      return ids(items.by('game', 'gm_1'));
    });
    expect(seen).toEqual(['b']);
  });

  it('that throws changes nothing, including the order', () => {
    const { tables, transact, notified } = bound();
    transact(({ items }) => {
      for (const id of ['a', 'b', 'c']) items.put(item(id));
    });
    notified.length = 0;
    const failing = (): void =>
      transact(({ items }) => {
        items.delete('a');
        items.put(item('b', { gameId: 'gm_2' }));
        items.put(item('d'));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect([...tables.items.all()]).toEqual([item('a'), item('b'), item('c')]);
    expect(ids(tables.items.by('game', 'gm_1'))).toEqual(['a', 'b', 'c']);
    expect(tables.items.count('game', 'gm_2')).toBe(0);
    expect(notified).toEqual([]);
  });

  it('cannot start inside another one, which then has no effect', () => {
    const { tables, transact } = bound();
    const nested = (): void => {
      transact(({ games }) => {
        games.put(game('gm_1'));
        transact(() => undefined);
      });
    };
    expect(nested).toThrow('inside another');
    expect(tables.games.size).toBe(0);
    expect(transact(() => 'works again')).toBe('works again');
  });

  it('is refused by a closed store', async () => {
    const store = createMemoryStore();
    await store.close();
    expect(() => {
      store.transact(() => undefined);
    }).toThrow(StorageUnavailable);
  });
});

describe('commit listeners', () => {
  it('receive the final state of each record that a transaction changed, and nothing else', () => {
    const { transact, notified } = bound();
    transact(({ games, items }) => {
      games.put(game('gm_1'));
      items.put(item('a'));
      items.put(item('a', { price: 5 }));
      items.put(item('gone'));
      items.delete('gone');
      items.delete('never there');
    });
    transact(({ games }) => {
      games.delete('gm_1');
    });
    transact(() => undefined);
    expect(notified).toEqual([
      [
        { table: 'games', id: 'gm_1', record: game('gm_1') },
        { table: 'items', id: 'a', record: item('a', { price: 5 }) },
      ],
      [{ table: 'games', id: 'gm_1', record: null }],
    ]);
  });

  it('receive transactions in order, including those that a listener commits', () => {
    const store = createMemoryStore();
    const received: string[] = [];
    store.onCommit(([change]) => {
      if (change?.id === 'gm_1')
        store.transact(({ games }) => {
          games.put(game('gm_2'));
        });
    });
    store.onCommit((changes) => received.push(...ids(changes)));
    store.transact(({ games }) => {
      games.put(game('gm_1'));
    });
    expect(received).toEqual(['gm_1', 'gm_2']);
  });

  it('that throw are logged and affect neither the transaction nor other listeners', () => {
    const logged: object[] = [];
    const log = { warn: () => undefined, error: (details: object) => logged.push(details) };
    const store = createMemoryStore(log);
    const error = new Error('a broken listener');
    const received: string[] = [];
    store.onCommit(() => {
      throw error;
    });
    store.onCommit((changes) => received.push(...ids(changes)));
    store.transact(({ games }) => {
      games.put(game('gm_1'));
    });
    expect(received).toEqual(['gm_1']);
    expect(logged).toEqual([{ err: error }]);
  });

  it('that were removed receive nothing', () => {
    const store = createMemoryStore();
    const received: string[] = [];
    const remove = store.onCommit((changes) => received.push(...ids(changes)));
    remove();
    store.transact(({ games }) => {
      games.put(game('gm_1'));
    });
    expect(received).toEqual([]);
  });
});

it('clearing a store deletes every record in one transaction', () => {
  const { store, tables, transact, notified } = bound();
  transact(({ games, items }) => {
    games.put(game('gm_1'));
    items.put(item('a'));
  });
  store.clear();
  expect([tables.games.size, tables.items.size, tables.items.count('game', 'gm_1')]).toEqual([0, 0, 0]);
  expect(notified[1]).toEqual([
    { table: 'games', id: 'gm_1', record: null },
    { table: 'items', id: 'a', record: null },
  ]);
});

function bound() {
  const store = createMemoryStore();
  const notified: (readonly Change[])[] = [];
  store.onCommit((changes) => notified.push(changes));
  const transact: typeof store.transact = (work) => store.transact(work);
  return { store, tables: store.tables, transact, notified };
}
