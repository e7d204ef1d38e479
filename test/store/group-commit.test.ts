import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { StorageUnavailable } from '../../src/domain/model/errors.ts';
import { memoryArchive } from '../../src/store/answer-archive.ts';
import { realDisk } from '../../src/store/journal.ts';
import { MemoryStore, type ClosableStore } from '../../src/store/memory-store.ts';
import { TableSet } from '../../src/store/table-set.ts';
import { HeldBacking } from './held-backing.ts';
import { game } from './records.ts';
import { asKilledNow, FailingDisk, opened, temporaryDirectory } from './store-fixture.ts';

function put(store: ClosableStore, ...ids: string[]): void {
  for (const id of ids) {
    store.transact(({ games }) => {
      games.put(game(id));
    });
  }
}

function remove(store: ClosableStore, id: string): void {
  store.transact(({ games }) => {
    games.delete(id);
  });
}

const gameIds = ({ tables }: ClosableStore): string[] => Array.from(tables.games.all(), ({ id }) => id);

/** A store whose writes wait for the test, and what its listeners and its waiting callers have heard. */
function held() {
  const backing = new HeldBacking();
  const store = new MemoryStore(new TableSet(), memoryArchive(), undefined, backing);
  const heard: string[] = [];
  store.onCommit((changes) => heard.push(...changes.map(({ id }) => id)));
  return { backing, store, heard };
}

const unavailable = new StorageUnavailable('The disk is full. Nothing was changed.');

describe('transactions of one turn of the event loop', () => {
  it('are visible at once, and share one write', async () => {
    const { backing, store } = held();
    put(store, 'gm_1', 'gm_2');
    remove(store, 'gm_1');
    expect(gameIds(store)).toEqual(['gm_2']);
    expect(backing.groups).toEqual([]);
    const group = await backing.nextWrite();
    expect(group.map((changes) => changes.map(({ id, record }) => [id, record === null]))).toEqual([
      [['gm_1', false]],
      [['gm_2', false]],
      [['gm_1', true]],
    ]);
    backing.settle();
    await store.durable();
    expect(backing.groups).toHaveLength(1);
  });

  it('are durable, and told to listeners, when their write has ended, not before', async () => {
    const { backing, store, heard } = held();
    expect(store.durable()).toBeNull();
    put(store, 'gm_1', 'gm_2');
    const settled = vi.fn();
    const durable = store.durable()?.then(settled);
    await backing.nextWrite();
    expect(settled).not.toHaveBeenCalled();
    expect(heard).toEqual([]);
    backing.settle();
    await durable;
    expect(heard).toEqual(['gm_1', 'gm_2']);
    expect(store.durable()).toBeNull();
  });

  it('are undone together when the write fails, and none of them is told to a listener', async () => {
    const { backing, store, heard } = held();
    put(store, 'gm_1', 'gm_2');
    await backing.nextWrite();
    backing.settle();
    await store.durable();
    const before = [...store.tables.games.all()];
    store.transact(({ games }) => {
      games.put(game('gm_1', { name: 'Renamed' }));
      games.put(game('gm_3'));
    });
    remove(store, 'gm_1');
    put(store, 'gm_1');
    remove(store, 'gm_2');
    heard.length = 0;
    const outcome = expect(store.durable()).rejects.toBe(unavailable);
    await backing.nextWrite();
    backing.settle(unavailable);
    await outcome;
    expect([...store.tables.games.all()]).toEqual(before);
    expect(heard).toEqual([]);
    put(store, 'gm_4');
    await backing.nextWrite();
    backing.settle();
    await store.durable();
    expect(gameIds(store)).toEqual(['gm_1', 'gm_2', 'gm_4']);
  });

  it('that throw have no part in the write', async () => {
    const { backing, store } = held();
    put(store, 'gm_1');
    expect(() => {
      store.transact(({ games }) => {
        games.put(game('gm_2'));
        throw new Error('no');
      });
    }).toThrow('no');
    expect(await backing.nextWrite()).toHaveLength(1);
    backing.settle();
    await store.durable();
    expect(gameIds(store)).toEqual(['gm_1']);
  });
});

describe('transactions during a write', () => {
  it('form the next group, which is written after it', async () => {
    const { backing, store } = held();
    put(store, 'gm_1');
    await backing.nextWrite();
    put(store, 'gm_2');
    put(store, 'gm_3');
    const second = store.durable();
    expect(backing.groups).toHaveLength(1);
    backing.settle();
    expect(await backing.nextWrite()).toHaveLength(2);
    backing.settle();
    await second;
    expect(gameIds(store)).toEqual(['gm_1', 'gm_2', 'gm_3']);
  });

  it('are undone with it when it fails, because they rest on it', async () => {
    const { backing, store } = held();
    put(store, 'gm_1');
    const first = expect(store.durable()).rejects.toBe(unavailable);
    await backing.nextWrite();
    remove(store, 'gm_1');
    put(store, 'gm_2');
    const second = expect(store.durable()).rejects.toBe(unavailable);
    backing.settle(unavailable);
    await Promise.all([first, second]);
    expect(gameIds(store)).toEqual([]);
    expect(store.durable()).toBeNull();
  });

  it('are written before a store closes', async () => {
    const { backing, store } = held();
    put(store, 'gm_1');
    await backing.nextWrite();
    put(store, 'gm_2');
    const closed = store.close();
    expect(() => {
      put(store, 'gm_3');
    }).toThrow('The store is closed.');
    backing.settle();
    await backing.nextWrite();
    expect(backing.isClosed).toBe(false);
    backing.settle();
    await closed;
    expect(backing.isClosed).toBe(true);
  });
});

describe('a group in a data directory', () => {
  it.each([
    ['fsync', 1],
    ['write', 0],
  ] as const)(
    'with the durability %s is one write, and synchronised accordingly',
    async (durability, syncs) => {
      const write = vi.fn(realDisk.write.bind(realDisk));
      const sync = vi.fn(realDisk.sync.bind(realDisk));
      const store = await opened(temporaryDirectory(), { disk: { ...realDisk, write, sync }, durability });
      put(store, 'gm_1', 'gm_2', 'gm_3');
      await store.durable();
      expect([write.mock.calls.length, sync.mock.calls.length]).toEqual([1, syncs]);
    },
  );

  it('leaves nothing in the journal when only a part of it could be written', async () => {
    const directory = temporaryDirectory();
    const disk = new FailingDisk();
    const store = await opened(directory, { disk });
    put(store, 'gm_1');
    await store.durable();
    disk.full = true;
    put(store, 'gm_2', 'gm_3');
    await expect(store.durable()).rejects.toThrow(StorageUnavailable);
    expect(gameIds(store)).toEqual(['gm_1']);
    expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8').split('\n')).toHaveLength(2);
    disk.full = false;
    put(store, 'gm_4');
    await store.durable();
    expect(gameIds(await opened(asKilledNow(directory)))).toEqual(['gm_1', 'gm_4']);
  });

  it('is written while the groups before it move into the snapshot, and nothing is lost', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory, { durability: 'fsync', compactAtBytes: 1 });
    const ids = Array.from({ length: 200 }, (_, n) => `gm_${n}`);
    for (const id of ids) {
      put(store, id);
      if (Math.random() < 0.5) await store.durable();
    }
    await store.durable();
    expect(gameIds(await opened(asKilledNow(directory)))).toEqual(ids);
  });
});
